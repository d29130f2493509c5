import { defineSlice } from '../acts/slice.js';
import * as z from '../z.js';

/** Whom something is asked of: a person, or a department as a whole. */
export type TaskFor = { readonly person: string } | { readonly department: string };

const id = z.string().check(z.minLength(1), z.maxLength(64));
const note = z.string().check(z.maxLength(2000));
const taskFor = z.union([z.strictObject({ person: id }), z.strictObject({ department: id })]);
const legalDay = z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/));

export const taskSchema = z.object({
  id,
  what: z.string(),
  for: taskFor,
  /** `YYYY-MM-DD`. */
  dueOn: z.optional(z.string()),
  askedBy: z.string(),
  askedAt: z.number(),
  done: z.optional(z.object({ by: z.string(), at: z.number(), note: z.string(), how: z.enum(['answered', 'withdrawn']) })),
});
/** Something that one of the team asks of another (交办事项): who waits for whom, for what, until when. */
export type Task = Readonly<z.infer<typeof taskSchema>>;

/** Tasks of a case, in its `case` room. */
export interface TasksState {
  readonly tasks: Readonly<Record<string, Task>>;
}

const notOpen = (state: TasksState, task: string) =>
  state.tasks[task] === undefined || state.tasks[task].done !== undefined
    ? { seen: `task ${task}, which is done or not there`, expected: 'an open task', todo: 'Look at the timeline.' }
    : undefined;

const finish = (state: TasksState, task: string, done: NonNullable<Task['done']>): TasksState => {
  const open = state.tasks[task];
  return open === undefined ? state : { ...state, tasks: { ...state.tasks, [task]: { ...open, done } } };
};

/** Acts by which people of a team ask one another for something and answer. */
export const taskSlice = defineSlice<TasksState>('task', { tasks: {} })
  .act('ask', {
    args: z.object({
      id,
      what: z.string().check(z.minLength(1), z.maxLength(300)),
      for: taskFor,
      dueOn: z.optional(legalDay),
    }),
    keys: ({ id: task }) => [`task:${task}`],
    check: (state, { id: task }) =>
      state.tasks[task] === undefined ? undefined : { seen: `task ${task} twice`, expected: 'a new id', todo: 'Make a new id.' },
    apply: (state, { id: task, what, for: whom, dueOn }, { person: askedBy, at: askedAt }) => ({
      ...state,
      tasks: {
        ...state.tasks,
        [task]: { id: task, what, for: whom, askedBy, askedAt, ...(dueOn === undefined ? {} : { dueOn }) },
      },
    }),
  })
  .act('answer', {
    args: z.object({ id, note: note.check(z.minLength(1)) }),
    keys: ({ id: task }) => [`task:${task}`],
    check: (state, { id: task }) => notOpen(state, task),
    apply: (state, { id: task, note: words }, { person: by, at }) => finish(state, task, { by, at, note: words, how: 'answered' }),
  })
  .act('withdraw', {
    args: z.object({ id, note }),
    keys: ({ id: task }) => [`task:${task}`],
    check: (state, { id: task }) => notOpen(state, task),
    apply: (state, { id: task, note: words }, { person: by, at }) => finish(state, task, { by, at, note: words, how: 'withdrawn' }),
  });

/** A task with a day that was answered, as rows tell of it. */
export const endedTaskSchema = z.object({
  ...z.pick(taskSchema, { id: true, what: true, for: true }).shape,
  dueOn: z.string(),
  askedAt: z.number(),
  doneAt: z.number(),
});
export type EndedTask = Readonly<z.infer<typeof endedTaskSchema>>;

/** Tasks with a day that were answered, the latest answer first. What was taken back was owed by nobody. */
export const endedTasks = ({ tasks }: TasksState): EndedTask[] =>
  Object.values(tasks)
    .flatMap(({ id: task, what, for: whom, dueOn, askedAt, done }) =>
      done?.how !== 'answered' || dueOn === undefined ? [] : [{ id: task, what, for: whom, dueOn, askedAt, doneAt: done.at }],
    )
    .sort((a, b) => b.doneAt - a.doneAt);

/** What is asked and not done, the earliest date first, those without a date in the order of asking. */
export function openTasks({ tasks }: TasksState): Task[] {
  const day = (task: Task) => task.dueOn ?? '9999-12-31';
  return Object.values(tasks)
    .filter((task) => task.done === undefined)
    .sort((a, b) => (day(a) === day(b) ? a.askedAt - b.askedAt : day(a) < day(b) ? -1 : 1));
}
