import {
  type ActRequest,
  type CaseState,
  caseSlice,
  type Decision,
  explain,
  type OpenRoom,
  partyOfActor,
  type RecordDefinition,
  type Refusal,
  type Result,
  type TaskFor,
  type TextField,
} from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { RoomController } from '../controllers/room-controller.js';
import { WatchController } from '../controllers/watch-controller.js';
import { departmentName, postName } from '../locales/names.js';
import type { ContestedWords } from './contested.js';
import { focusWhenShown } from './form.js';
import { OnedoorElement } from './onedoor-element.js';
import type { RecordSteps } from './record-steps.js';
import '../locales/case-texts.js';

/** What `od-before-act` and `od-acted` tell of an act. */
export interface ActDetail {
  readonly case: string;
  /** Room of the case in which it is done. */
  readonly room: string;
  readonly command: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/**
 * An element that shows a part of one case. Each opens the rooms that it needs; rooms are shared and counted. Acts of all
 * of them go through one place, which asks the page first and tells it afterwards.
 *
 * @fires {CustomEvent<{case: string, room: string, command: string, args: object}>} od-before-act - An act is about to be
 *   done, such as `case.move`, `case.close`, `task.ask`, `conflict.settle`; `preventDefault()` keeps it from being done.
 * @fires {CustomEvent<{case: string, room: string, command: string, args: object, intent: string}>} od-acted - An act is
 *   stored as the intent of this id and shown as waiting; the server has not logged it yet.
 */
export abstract class CaseElement extends OnedoorElement {
  /** Id of the case. */
  @property({ attribute: 'case' }) caseId = '';

  protected readonly directory = new WatchController(this, () => this.desk.session?.directory);

  protected openRoom(
    room: string,
    options: { readonly collections?: readonly string[]; readonly presence?: boolean } = {},
  ): RoomController {
    return new RoomController(this, {
      room: () => room,
      session: () => this.desk.session,
      case: () => this.caseId,
      ...options,
    });
  }

  /** A person's name, or the id while the directory is not here. */
  protected nameOf(person: string): string {
    return this.directory.value?.people[person]?.name ?? (partyOfActor(person) === undefined ? person : this.t('common.party'));
  }

  /** A department's name in the language of the page. */
  protected departmentOf(department: string): string {
    return departmentName(this.desk.locale, this.directory.value, department);
  }

  /** Department and post of a person. */
  protected postOf(person: string): string {
    const known = this.directory.value?.people[person];
    if (known === undefined) return '';
    const { locale } = this.desk;
    return [departmentName(locale, this.directory.value, known.department), postName(locale, this.directory.value, person)]
      .filter((part) => part !== '')
      .join(' · ');
  }

  /** The case with this person's waiting acts on top. */
  protected caseState(room: OpenRoom | undefined): CaseState | undefined {
    return room === undefined ? undefined : caseSlice.of(room.state().slices);
  }

  /**
   * Whether the signed-in person may do an act, for hiding what would be refused.
   *
   * @param caseRoom the `case` room, which knows the team
   * @param room name of the room in which the act is done
   */
  protected mayAct(caseRoom: OpenRoom | undefined, command: string, room = 'case'): Decision {
    const session = this.desk.session;
    const actor = session?.me.get()?.person;
    const rule = session?.model.room(room)?.rule;
    if (session === undefined || caseRoom === undefined || actor === undefined || rule === undefined) return { allowed: false };
    return explain(rule, { to: 'act', command }, actor, session.model.team(caseRoom.state()));
  }

  /** The signed-in person. */
  protected get me(): string | undefined {
    return this.desk.session?.me.get()?.person.person;
  }

  /** Whom something is asked of, in words. */
  protected whom(whom: TaskFor): string {
    return 'person' in whom ? this.nameOf(whom.person) : this.departmentOf(whom.department);
  }

  /**
   * Does an act: asks the page by `od-before-act`, stores the intent, tells by `od-acted`. Undefined where nobody is signed
   * in or the page has said no: then nothing has happened.
   */
  protected async sendAct(request: ActRequest, room = 'case', caseId = this.caseId): Promise<Result<string> | undefined> {
    const { session, ...detail } = {
      session: this.desk.session,
      case: caseId,
      room,
      command: request.command,
      args: { ...request.args },
    };
    if (session === undefined || !this.emit<ActDetail>('od-before-act', detail, { cancelable: true })) return undefined;
    const result = await session.act({ case: detail.case, room }, request);
    if (result.ok) this.emit('od-acted', { ...detail, intent: result.value });
    return result;
  }

  /** What stands in the place of a room's content while it cannot be shown; nothing when it can. */
  protected unavailable(controller: RoomController): TemplateResult | typeof nothing {
    const { status } = controller;
    if (status === undefined) return nothing;
    if (status.refusal !== undefined) return this.refusal(status.refusal);
    if (!status.loaded) return html`<p class="quiet">${this.t('common.loading')}</p>`;
    return nothing;
  }

  protected contestedWords(): ContestedWords {
    return {
      title: this.t('contested.title'),
      confirm: this.t('contested.confirm'),
      current: this.t('contested.current'),
      none: this.t('contested.none'),
    };
  }

  /**
   * The quiet control that opens the history of a record's fields in the joint room, or of one text.
   *
   * @param fields those to choose from; all but texts when left out
   * @param text the handle of the text that is meant
   */
  protected historyOf(record: RecordDefinition, id: string, label: string, fields?: readonly string[], text?: TextField): TemplateResult {
    const names = fields ?? Object.entries(record.kinds).flatMap(([name, kind]) => (kind === 'text' || kind === 'rich' ? [] : [name]));
    return html`<onedoor-field-history class="no-print" case=${this.caseId} collection=${record.name} record=${id} label=${label} .fields=${names} .text=${text}></onedoor-field-history>`;
  }

  /** A record that does not fit its schema: what is wrong with it, its value as it is, and the values that it had. */
  protected damaged(
    read: { readonly id: string; readonly refusal: Refusal; readonly raw: Readonly<Record<string, unknown>> },
    record: RecordDefinition,
  ): TemplateResult {
    return html`${this.refusal(read.refusal)} ${this.historyOf(record, read.id, this.t('common.rawValue'))}
      <details class="raw"><summary>${this.t('common.rawValue')}</summary><pre>${JSON.stringify(read.raw, null, 2)}</pre></details>`;
  }

  /** A line in the place of a record that this person has just removed, with a button that takes the removal back. */
  protected undoLine(steps: RecordSteps): TemplateResult | typeof nothing {
    if (steps.late) return html`<p class="notice" role="alert">${this.t('common.undoLate')}</p>`;
    if (steps.removed === undefined) return nothing;
    const { name } = steps.removed;
    const undo = () => steps.undo();
    return html`<p class="notice row no-print" role="status">
      ${this.t('common.removed', { name })}<button type="button" ${ref(focusWhenShown)} aria-label=${`${this.t('common.undo')}: ${name}`} @click=${undo}>${this.t('common.undo')}</button>
    </p>`;
  }

  /** A dot, and words for who does not see it, beside a record that somebody else changed since the last visit. */
  protected newMark(isNew: boolean): TemplateResult | typeof nothing {
    return isNew ? html`<span class="new" aria-hidden="true">●</span><span class="sr">${this.t('news.changed')}</span>` : nothing;
  }

  protected readOnlyNote(controller: RoomController): TemplateResult | typeof nothing {
    const { status } = controller;
    if (status === undefined || !status.loaded || status.writable || status.refusal !== undefined) return nothing;
    return html`<p class="quiet no-print">${this.t('common.readOnly')}</p>`;
  }
}
