import { type PluginSample, sampleAuthor, sha256Text } from '@onedoor/core';
import { addQuestion, evidenceSlice, Question } from '../acts.js';

const { request } = evidenceSlice;
const QUESTIONS = '一、六本林权证上的印文是否为当年发证机关的印章所盖。\n二、纸张、书写形成的时间与发证时间是否相符。';

/** Custody and the appraisal of the certificates in the story of the town. */
const sample: PluginSample = ({ key, id }) => {
  if (key !== 'mujianggou') return [];
  const sun = sampleAuthor('p-sun', 'evidence');
  const [title, body] = ['六本林权证真伪', '双方抽签选定的司法鉴定机构'];
  const [matter, certificates] = [id('2024-04-12T09:00'), id('2024-04-12T09:01')];
  return [
    sun.run('2024-04-12T09:00', addQuestion.request({ id: matter, title })),
    sun.type('2024-04-12T09:10', Question, matter, 'questions', QUESTIONS),
    sun.act(
      '2024-04-15T10:00',
      request.commission({
        id: matter,
        title,
        body,
        items: [],
        hash: sha256Text(QUESTIONS),
        hasQuestions: true,
        consent: true,
        on: '2024-04-15',
      }),
    ),
    sun.act(
      '2024-04-16T09:00',
      request.take({ item: certificates, name: '六本林权证原件（送检）', from: '甲组六户', original: true, pages: 24, on: '2024-04-16' }),
    ),
    sun.act(
      '2024-04-16T15:00',
      request.hand({ item: certificates, to: body, on: '2024-04-16', why: '送检，双方代表在场封存', back: false }),
    ),
    sun.act(
      '2024-04-16T15:10',
      request.send({ id: matter, on: '2024-04-16', dueOn: '2024-06-15', pauses: true, basis: '各方约定等鉴定意见的时间不计入调解期限' }),
    ),
    sun.act(
      '2024-06-12T11:00',
      request.receive({ id: matter, on: '2024-06-12', number: '', result: '六本证书的印文、纸张、书写均与发证时间相符。' }),
    ),
  ];
};

export default sample;
