import { startSmallCentre } from './small-centre.js';
import { workOnCase } from './work-on-case.js';

const centre = await startSmallCentre();
try {
  const { parties, stage } = await workOnCase(centre.url, centre.token, '排水沟', '𠮷田');
  process.stdout.write(`当事人 / parties: ${parties.join('、')}\n阶段 / stage: ${stage}\n`);
} finally {
  await centre.close();
}
