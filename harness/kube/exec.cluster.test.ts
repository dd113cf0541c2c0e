import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deployIdle, ground, type Ground } from './cluster.fixture.ts';
import { exec } from './exec.ts';

describe('exec', () => {
  let on: Ground;
  const run = (...command: string[]): ReturnType<typeof exec> =>
    exec(on.client, { namespace: on.namespace, pod: 'idle-0', container: 'idle' }, command);

  beforeAll(async () => {
    on = await ground({ exec: 3 });
    await deployIdle(on, 1);
  });
  afterAll(() => on.remove());

  test('returns output and exit code', async () => {
    await expect(run('sh', '-c', 'echo out; echo err >&2; exit 7')).resolves.toEqual({
      stdout: 'out\n',
      stderr: 'err\n',
      exitCode: 7,
    });
  });

  test('ends at its deadline when the command does not', async () => {
    const started = performance.now();
    await expect(run('sleep', '60')).rejects.toThrow(
      /"sleep" in .*\/idle-0 failed: it had not ended after 3 s/,
    );
    expect(performance.now() - started).toBeLessThan(6000);
  });

  test('says so when the pod is not there', async () => {
    const target = { namespace: on.namespace, pod: 'idle-9', container: 'idle' };
    await expect(exec(on.client, target, ['true'])).rejects.toThrow(/"true" in .*\/idle-9 failed/);
  });
});
