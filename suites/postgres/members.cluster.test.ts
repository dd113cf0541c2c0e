import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { found, notYet, waitFor } from '../../harness/core/wait-for.ts';
import { applyAll } from '../../harness/kube/apply.ts';
import { ground, type Ground } from '../../harness/kube/cluster.fixture.ts';
import { exec } from '../../harness/kube/exec.ts';
import { isReady } from '../../harness/kube/objects.ts';
import { deleteAt, getPod, listPods, podPath } from '../../harness/kube/resources.ts';
import { patchStatefulSet } from '../../harness/kube/stateful-set.ts';
import { manifests, NAME } from './manifests/manifests.ts';

const ROWS = 1000;

/** What members do with the data that they find on their volumes, on real pods and volumes. */
describe('a member of PostgreSQL that starts', () => {
  let here: Ground;

  const sql = async (pod: string, statement: string): Promise<string> => {
    const psql = ['psql', '--host', '127.0.0.1', '--username', 'postgres', '--dbname', 'holdfast'];
    const command = [
      ...psql,
      '--tuples-only',
      '--no-align',
      '--set',
      'ON_ERROR_STOP=1',
      '--command',
      statement,
    ];
    const result = await exec(here.client, { namespace: here.namespace, pod, container: NAME }, command);
    if (result.exitCode !== 0) throw new Error(`${pod}: ${result.stderr}`);
    return result.stdout.trim();
  };

  const ready = (members: number): Promise<boolean> =>
    waitFor(
      `${String(members)} members to be ready`,
      async () => {
        const pods = await listPods(here.client, here.namespace);
        const up = pods.filter((pod) => isReady(pod) && pod.metadata.deletionTimestamp === undefined);
        return up.length === members && pods.length === members
          ? found(true)
          : notYet(`${String(up.length)} of ${String(pods.length)} ready`);
      },
      { budget: here.client.budgets.of('deploy') },
    );

  const scale = async (members: number): Promise<void> => {
    await patchStatefulSet(here.client, here.namespace, NAME, { spec: { replicas: members } });
    await ready(members);
  };

  const logOfPreparation = (pod: string): Promise<string> =>
    here.client.text('GET', `${podPath(here.namespace, pod)}/log`, { query: { container: 'prepare' } });

  beforeAll(async () => {
    here = await ground();
    const { namespace, image } = here;
    await applyAll(
      here.client,
      manifests({ namespace, members: 3, images: { postgres: image }, password: 'of-this-test-only' }),
    );
    await ready(3);
    await sql('postgres-0', `CREATE TABLE rows AS SELECT generate_series(1, ${String(ROWS)}) AS n`);
  });

  afterAll(() => here.remove());

  test('on an old claim follows again, without a new clone', async () => {
    await scale(2);
    await sql('postgres-0', 'INSERT INTO rows SELECT 0');
    await scale(3);
    expect(await logOfPreparation('postgres-2')).toBe('');
    await waitFor(
      'postgres-2 to have caught up',
      async () => {
        const count = await sql('postgres-2', 'SELECT count(*) FROM rows');
        return count === String(ROWS + 1) ? found(true) : notYet(`${count} rows`);
      },
      { budget: here.client.budgets.of('replica-replay') },
    );
  });

  test('on an old claim that diverged is cloned again, and nothing is deleted', async () => {
    await sql('postgres-2', 'SELECT pg_promote()');
    await sql('postgres-2', 'DELETE FROM rows');
    await scale(2);
    await scale(3);
    expect(await logOfPreparation('postgres-2')).toMatch(
      /cannot follow postgres-0: it has been a primary of its own; it is moved to \S+, and cloned again/,
    );
    expect(await sql('postgres-2', 'SELECT count(*), pg_is_in_recovery() FROM rows')).toBe(
      `${String(ROWS + 1)}|t`,
    );
  });

  test('at ordinal 0 on an empty volume, with peers that hold data, refuses and says why', async () => {
    const { client, namespace } = here;
    await deleteAt(client, `/api/v1/namespaces/${namespace}/persistentvolumeclaims/data-${NAME}-0`);
    await deleteAt(client, podPath(namespace, 'postgres-0'));
    const message = await waitFor(
      'the preparation of postgres-0 to have ended',
      async () => {
        const pod = await getPod(client, namespace, 'postgres-0');
        const status = pod?.status.initContainerStatuses?.find((one) => one.name === 'prepare');
        const ended = status?.state?.terminated ?? status?.lastState?.terminated;
        return ended?.exitCode === 1 ? found(ended.message ?? '') : notYet(JSON.stringify(status?.state));
      },
      { budget: client.budgets.of('recover') },
    );
    expect(message).toMatch(
      /volume of postgres-0 is empty while postgres-1 holds data: nothing is initialised/,
    );
    expect(await sql('postgres-1', 'SELECT count(*) FROM rows')).toBe(String(ROWS + 1));
  });
});
