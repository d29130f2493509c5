import { formatDate, textBlocks } from '@onedoor/elements';
import { type DocxParts, type DocxValues, fillDocx, paperDocx, paragraph, TEXT_WIDTH, table, writeDocx } from '@onedoor/elements/docx';
import { ANSWERS } from './session.js';
import type { MinutesOf } from './session-paper.js';
import { paper as words } from './session-words.js';

/** The mediation record (人民调解记录) as a template: what is in braces is filled, all else is a centre's to change. */
export const recordTemplate = (): DocxParts =>
  paperDocx(
    [
      paragraph(words.title, 'Title'),
      ...(['time', 'place', 'matter', 'openness', 'parties', 'invitees', 'rights'] as const).map((name) =>
        paragraph(`${words[name]}：{${name}}`, 'Plain'),
      ),
      paragraph(words.record, 'Heading1'),
      paragraph('{#record}'),
      paragraph('{line}'),
      paragraph('{/record}'),
      paragraph('{#hasProposals}'),
      paragraph(words.proposals, 'Heading1'),
      paragraph('{/hasProposals}'),
      paragraph('{#proposals}'),
      paragraph('{line}'),
      paragraph('{/proposals}'),
      paragraph(`${words.result}：{result}`, 'Plain'),
      table(
        'signs',
        [
          { head: '身份', cell: '{part}', width: 1600 },
          { head: '姓名', cell: '{name}', width: 2600 },
          { head: '签名', cell: '', width: TEXT_WIDTH - 4400 },
          { head: '', cell: '{blank}', width: 200 },
        ],
        undefined,
        640,
      ),
      paragraph('　　　　年　　月　　日', 'End'),
    ].join(''),
  );

/** Words for every placeholder of the record's template; what is unknown is blank. */
export function recordValues({ session, number, matter, minutes, proposals, speakers }: MinutesOf): DocxValues {
  const { called, rights, ended, answers } = session;
  const seats = Object.values(session.seats).filter(({ present }) => present);
  const names = (parts: readonly string[]) =>
    seats
      .filter(({ part }) => parts.includes(part))
      .map(({ name, part, for: whom }) => (part === 'party' || part === 'invitee' ? name : `${name}（${words.part[part]}${whom ?? ''}）`))
      .join('、');
  const lines = (text: string) => text.split(/\r?\n/).map((line) => ({ line }));
  const record = textBlocks(minutes, speakers).flatMap((block): readonly DocxValues[] =>
    block.kind === 'table'
      ? [{ line: { rows: block.rows } }]
      : lines(`${block.speaker === undefined ? '' : `${block.speaker}：`}${block.text}`),
  );
  const offered = proposals.flatMap(({ id, from, terms }, at) => [
    ...lines(`${at + 1}．${from}：${terms}`),
    ...ANSWERS.flatMap((answer) => {
      const those = Object.values(answers).filter((each) => each.proposal === id && each.answer === answer);
      return those.length === 0
        ? []
        : [{ line: `${words.answer[answer]}（${those.length}）：${those.map(({ party }) => party).join('、')}` }];
    }),
  ]);
  const next = ended?.nextOn === undefined ? '' : `，${formatDate('zh', ended.nextOn)} ${ended.nextFrom ?? ''}`;
  return {
    mark: ended === undefined ? '草稿' : '',
    code: '',
    time: `${formatDate('zh', called.on)} ${called.from}（${words.nth(number)}）`,
    place: called.online ? `${called.place}（${words.online}）` : called.place,
    matter,
    openness: words.open[called.openness],
    parties: names(['party', 'proxy', 'guardian']),
    invitees: names(['invitee']),
    rights: rights === undefined ? '' : words.told,
    record,
    hasProposals: offered.length > 0,
    proposals: offered,
    result: ended === undefined ? '' : `${words.ended[ended.result]}${next}${ended.words === '' ? '' : `。${ended.words}`}`,
    signs: seats.map(({ name, part }) => ({ name, part: words.part[part], blank: '' })),
  };
}

/** The record as .docx, by the template that came with the program. */
export const recordDocx = (of: MinutesOf): Uint8Array => writeDocx(fillDocx(recordTemplate(), recordValues(of)));
