import { type DocxParts, type DocxValues, fillDocx, formTable, paperDocx, paragraph, readDocx, writeDocx } from '@onedoor/elements/docx';
import type { Letter } from './letter-kinds.js';

/*
 * The letters as templates: what is in braces is filled, all else is a centre's to change. What has to stand in each is in
 * 信访工作条例 (2022), articles 19, 22, 23, 32 and 34 to 36.
 */
const title = (text: string) => paragraph(text, 'Title');
const to = (who: string) => paragraph(`${who}：`, 'Plain');
const each = (list: string) => [paragraph(`{#${list}}`), paragraph('{line}'), paragraph(`{/${list}}`)];
const heading = (text: string) => paragraph(text, 'Heading1');
const signed = (body: string) => [paragraph(`${body}（印章）`, 'End'), paragraph('{date}', 'End')];
const rows = (list: string) => [`{#${list}}`, '{line}', `{/${list}}`];

const BODIES: Readonly<Record<Letter, () => readonly string[]>> = {
  sheet: () => [
    title('信访事项登记单'),
    paragraph('编号：{petition}', 'End'),
    formTable([
      { head: '登记日期', lines: ['{registered}'] },
      { head: '信访人', lines: ['{#people}', '{name}　住址：{address}　电话：{phone}', '{/people}'] },
      { head: '提出方式', lines: ['{channel}'] },
      { head: '类别', lines: ['{kind}'] },
      { head: '人数、代表', lines: ['共{count}人，代表{representatives}人'] },
      { head: '请求', lines: rows('request'), height: 1600 },
      { head: '事实', lines: rows('facts'), height: 2400 },
      { head: '理由', lines: rows('reasons'), height: 1600 },
      { head: '信访人核对', lines: ['以上记录已读（听）过，没有出入。签名：'], height: 800 },
      { head: '登记人', lines: ['{clerk}'] },
    ]),
  ],
  referral: () => [
    title('信访事项{manner}函'),
    to('{to}'),
    paragraph('现将{people}于{registered}提出、登记编号{petition}的信访事项，依照《信访工作条例》第二十二条{manner}你单位。'),
    heading('一、主要请求'),
    ...each('request'),
    heading('二、办理要求'),
    paragraph('请自收到之日起15日内决定是否受理并书面告知信访人；信访人姓名（名称）、住址不清的除外。'),
    paragraph('认为不属于本单位职权范围的，请自收到之日起5个工作日内书面提出异议并说明理由，经同意后退回；不得自行再转。'),
    paragraph('附件：信访事项登记单及有关材料。', 'Plain'),
    ...signed('信访工作机构'),
  ],
  objection: () => [
    title('信访事项异议函'),
    to('信访工作机构'),
    paragraph('{referred}{manner}我单位的信访事项（信访人{people}，登记编号{petition}），我单位于{received}收到。'),
    paragraph('经研究，该事项不属于我单位职权范围，依照《信访工作条例》第二十三条提出异议（应在{due}前提出）。理由如下：'),
    ...each('reason'),
    paragraph('有关材料一并交还，请审核。'),
    ...signed('{from}'),
  ],
  accepted: () => [
    title('信访事项受理告知书'),
    to('{people}'),
    paragraph('您于{registered}提出的信访事项（登记编号{petition}）收悉。经审查，决定受理，由{body}办理。'),
    paragraph('{#hasRoute}'),
    paragraph('处理途径：《信访工作条例》第三十一条第{route}。'),
    paragraph('{/hasRoute}'),
    paragraph('{#sixth}'),
    paragraph('办理期限：自受理之日起60日内办结；情况复杂的，经负责人批准可以延长，延长期限不超过30日，并告知延期理由。'),
    paragraph('{/sixth}'),
    paragraph('您可以向受理单位查询办理情况，并对办理情况作出评价。'),
    ...signed('{body}'),
  ],
  declined: () => [
    title('信访事项不予受理告知书'),
    to('{people}'),
    paragraph('您于{registered}提出的信访事项（登记编号{petition}）收悉。经审查，属于下列情形：{why}，不予受理。'),
    ...each('reason'),
    ...signed('受理单位'),
  ],
  extension: () => [
    title('信访事项延期办理告知书'),
    to('{people}'),
    paragraph('您提出的信访事项（登记编号{petition}）于{accepted}受理，由{body}办理，应在{due}前办结。'),
    paragraph('因情况复杂，经负责人{head}批准，依照《信访工作条例》第三十四条延长办理期限{days}日，至{until}。延期理由：'),
    ...each('reason'),
    ...signed('{body}'),
  ],
  opinion: () => [
    title('信访处理意见书'),
    paragraph('编号：{number}', 'End'),
    to('{people}'),
    paragraph('您提出的信访事项（登记编号{petition}），已经{body}办理。'),
    heading('一、信访诉求'),
    ...each('claims'),
    heading('二、查明的事实和理由'),
    ...each('facts'),
    heading('三、处理意见（{how}）'),
    ...each('opinion'),
    heading('四、依据'),
    ...each('basis'),
    paragraph('如不服本意见，可以自收到本意见书之日起30日内{until}，向原办理机关、单位的上一级机关、单位书面请求复查。'),
    ...signed('{body}'),
  ],
  review: () => [
    title('信访事项复查意见书'),
    to('{people}'),
    paragraph('您不服信访处理意见书（编号{opinion}），于{asked}请求复查（登记编号{petition}）。经复查，决定：{result}。'),
    heading('事实、理由和依据'),
    ...each('basis'),
    paragraph('如不服本复查意见，可以自收到本意见书之日起30日内{until}，向复查机关、单位的上一级机关、单位请求复核。'),
    ...signed('复查机关、单位'),
  ],
  recheck: () => [
    title('信访事项复核意见书'),
    to('{people}'),
    paragraph('您不服{reviewed}作出的复查意见（信访处理意见书编号{opinion}），于{asked}请求复核（登记编号{petition}）。'),
    paragraph('{#hearings}'),
    paragraph('复核期间，{from}至{to}举行听证，所需时间不计入复核期限。'),
    paragraph('{/hearings}'),
    paragraph('经复核，决定：{result}。'),
    heading('事实、理由和依据'),
    ...each('basis'),
    paragraph('依照《信访工作条例》第三十六条，信访人对复核意见不服，仍然以同一事实和理由提出信访请求的，不再受理。'),
    ...signed('复核机关、单位'),
  ],
  delivery: () => [
    title('送达回证'),
    formTable(
      [
        { head: '送达文书名称、编号', lines: ['{paper}　{number}'] },
        { head: '信访事项', lines: ['登记编号{petition}，{registered}登记'] },
        { head: '受送达人', lines: ['{people}'] },
        { head: '送达地点', lines: ['{address}'] },
        { head: '送达方式', lines: ['{how}'] },
        { head: '送达日期', lines: ['{date}'] },
        { head: '受送达人签名', lines: [''], height: 1000 },
        { head: '代收人签名，与受送达人的关系', lines: [''], height: 1000 },
        { head: '送达人签名', lines: [''], height: 1000 },
        { head: '备注', lines: [''], height: 1000 },
      ],
      2600,
    ),
  ],
};

/** The template of a letter that came with the program. */
export const letterTemplate = (letter: Letter): DocxParts => paperDocx(BODIES[letter]().join(''));

/** The template as a file, to be changed in Word or WPS. */
export const letterTemplateFile = (letter: Letter): Uint8Array => writeDocx(letterTemplate(letter));

/**
 * A letter as .docx.
 *
 * @param own a centre's template; default: the house's
 * @throws DocxError for a template that cannot be filled
 */
export const letterDocx = (letter: Letter, values: DocxValues, own?: Uint8Array): Uint8Array =>
  writeDocx(fillDocx(own === undefined ? letterTemplate(letter) : readDocx(own), values));
