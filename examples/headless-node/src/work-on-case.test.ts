import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { startSmallCentre } from './small-centre.js';
import { workOnCase } from './work-on-case.js';

const test = suite('headless');

test('a program reads the rows, adds a party, moves the case, and finds it logged when it comes again', async () => {
  const centre = await startSmallCentre();
  try {
    assert.equal(await workOnCase(centre.url, centre.token, '排水沟', '𠮷田'), { parties: ['𠮷田'], stage: 'graded' });
    const again = await workOnCase(centre.url, centre.token, '排水沟', '阿卜杜拉·买买提');
    assert.equal([...again.parties].sort(), ['阿卜杜拉·买买提', '𠮷田'].sort());
    assert.is(again.stage, 'graded');
  } finally {
    await centre.close();
  }
});

test.run();
