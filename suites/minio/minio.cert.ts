import { describe, expect, test } from '@jest/globals';
import { engine } from '../../harness/engine/client.ts';
import '../../harness/engine/matchers.ts';

const plan = await engine.plan('minio');

describe('minio', () => {
  test.each(plan.map((item) => item.scenario))('%s', async (scenario) => {
    const outcome = await engine.runScenario({ stack: 'minio', scenario });
    expect(outcome).toHaveLostNothing();
    expect(outcome).toKeepIdentity();
    expect(outcome).toRecoverWithin(180);
    expect(outcome).toBeJudged('pass');
  });
});
