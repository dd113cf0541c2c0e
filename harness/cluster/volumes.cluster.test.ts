import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { found, notYet, waitFor } from '../core/wait-for.ts';
import { applyAll } from '../kube/apply.ts';
import { ground, type Ground } from '../kube/cluster.fixture.ts';
import { isReady, type KubeObject } from '../kube/objects.ts';
import { getClaim, getPod, getVolume } from '../kube/resources.ts';
import { dockerNodeControl } from './node-control.ts';

/** Somebody who is not root, and keeps to himself what he writes. */
const USER = 12_345;
const WRITE = 'umask 077; mkdir /data/own; echo kept >/data/own/file; trap "exit 0" TERM; sleep 600 & wait';

describe('a volume of the default class', () => {
  let on: Ground;
  beforeAll(async () => {
    on = await ground();
  });
  afterAll(() => on.remove());

  /** A pod of that user with a claim of its own. */
  function objects({ namespace, image }: Ground): KubeObject[] {
    const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } };
    const writer = {
      ...{ name: 'writer', image, command: ['sh', '-c', WRITE] },
      securityContext: { runAsUser: USER, runAsGroup: USER },
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
      readinessProbe: { exec: { command: ['test', '-s', '/data/own/file'] }, periodSeconds: 1 },
    };
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
    const named = { metadata: { name: 'data', namespace } };
    return [
      { apiVersion: 'v1', kind: 'PersistentVolumeClaim', ...named, spec },
      {
        ...{ apiVersion: 'v1', kind: 'Pod', ...named },
        spec: { terminationGracePeriodSeconds: 1, containers: [writer], volumes },
      },
    ];
  }

  test('may be written to by any user, and is gone from its node with its claim', async () => {
    const { client, namespace } = on;
    await applyAll(client, objects(on));
    const budget = client.budgets.of('deploy');
    const pod = await waitFor(
      'the pod to have written',
      async () => {
        const one = await getPod(client, namespace, 'data');
        return one !== undefined && isReady(one) ? found(one) : notYet(one?.status.phase ?? 'no pod');
      },
      { budget },
    );
    const claim = await getClaim(client, namespace, 'data');
    const name = claim?.spec.volumeName ?? '';
    const volume = await getVolume(client, name);
    const path = volume?.spec.local?.path ?? volume?.spec.hostPath?.path ?? '';
    const node = pod.spec.nodeName ?? '';
    const stat = (what: string): Promise<string> =>
      dockerNodeControl.exec(node, ['stat', '-c', '%a %u', what]);
    expect(await stat(path)).toBe('777 0');
    expect(await stat(`${path}/own`)).toBe(`700 ${String(USER)}`);

    await on.remove();
    await waitFor(
      `volume ${name} to be gone`,
      async () => ((await getVolume(client, name)) === undefined ? found(true) : notYet('it is there')),
      { budget },
    );
    await expect(stat(path)).rejects.toThrow(/No such file/);
  });
});
