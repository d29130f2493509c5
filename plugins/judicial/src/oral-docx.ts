import { type DocxParts, type DocxValues, fillDocx, formTable, paperDocx, paragraph, writeDocx } from '@onedoor/elements/docx';
import { type OralPaper, oralWords } from './oral.js';
import { paperDay } from './paper.js';

/** The register of an oral agreement (口头协议登记表) as a template: what is in braces is filled, all else is a centre's to change. */
export const oralTemplate = (): DocxParts =>
  paperDocx(
    [
      paragraph(oralWords.title, 'Title'),
      paragraph(`${oralWords.number}：{number}`, 'End'),
      formTable([
        { head: oralWords.parties, lines: ['{#parties}', '{name}，{about}', '{/parties}'] },
        { head: oralWords.when, lines: ['{date}'] },
        { head: oralWords.where, lines: ['{place}'] },
        { head: oralWords.facts, lines: ['{#facts}', '{line}', '{/facts}'], height: 1400 },
        { head: oralWords.content, lines: ['{#content}', '{line}', '{/content}'], height: 2400 },
        { head: oralWords.performance, lines: ['{#performance}', '{line}', '{/performance}'], height: 1000 },
      ]),
      paragraph(oralWords.note),
      paragraph(`${oralWords.mediator}：{mediator}`, 'Plain'),
      paragraph(`${oralWords.recorder}：{recorder}`, 'Plain'),
      paragraph(`{committee}${oralWords.seal}`, 'End'),
      paragraph('{date}', 'End'),
    ].join(''),
  );

/** Words for every placeholder of the register's template; what is unknown is blank. */
export function oralValues({ number, committee, oral, parties, isRegistered }: OralPaper): DocxValues {
  // A row of the table is never empty: a table cell without a paragraph opens in no word processor.
  const lines = (text: string | undefined) => (text ?? '').split(/\r?\n/).map((line) => ({ line }));
  return {
    number,
    mark: isRegistered ? '' : '草稿',
    code: '',
    parties: parties.length === 0 ? [{ name: '', about: '' }] : parties.map(({ name, about }) => ({ name, about })),
    date: paperDay(oral.on),
    place: oral.place ?? '',
    facts: lines(oral.facts),
    content: lines(oral.content),
    performance: lines(oral.performance),
    mediator: oral.mediator,
    recorder: oral.recorder ?? '',
    committee: committee || oralWords.committee,
  };
}

/** The register as .docx, by the template that came with the program. */
export const oralDocx = (of: OralPaper): Uint8Array => writeDocx(fillDocx(oralTemplate(), oralValues(of)));
