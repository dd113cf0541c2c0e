import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from 'node:net';
import { errorCode } from '../core/errors.ts';
import { found, notYet, waitFor } from '../core/wait-for.ts';
import { apply } from '../kube/apply.ts';
import { deployIdle, ground, type Ground } from '../kube/cluster.fixture.ts';
import { entryAddress, isControlPlane, memberEndpoint } from '../kube/endpoints.ts';
import type { Pod } from '../kube/objects.ts';
import { deleteAt, getPod, listNodes, listPods } from '../kube/resources.ts';
import { podGone } from '../kube/drain.ts';
import { SurvivingWatch } from '../kube/watch.ts';
import { dockerNodeControl } from './node-control.ts';

const PORT = 7000;

describe('the cluster and its nodes', () => {
  let on: Ground;
  let pod: Pod;

  beforeAll(async () => {
    on = await ground();
    [pod] = (await deployIdle(on, 1, await listener())) as [Pod];
  });
  afterAll(() => on.remove());

  /** Something that listens: the cluster's own DNS server, whose image every node can run. */
  async function listener(): Promise<object> {
    const [dns] = await listPods(on.client, 'kube-system', 'k8s-app=kube-dns');
    return { image: dns?.spec.containers[0]?.image, command: null, args: ['-dns.port', String(PORT)] };
  }

  test('has one control plane and four workers, DNS off the workers', async () => {
    const nodes = await listNodes(on.client);
    expect(nodes.filter((node) => !isControlPlane(node))).toHaveLength(4);
    const controlPlane = nodes.find(isControlPlane)?.metadata.name;
    const dns = await listPods(on.client, 'kube-system', 'k8s-app=kube-dns');
    expect(dns.length).toBeGreaterThan(0);
    expect(new Set(dns.map((one) => one.spec.nodeName))).toEqual(new Set([controlPlane]));
  });

  test('lets no packet for a pod or a service that is gone leave a node, and reaches services from all of them', async () => {
    const probe = 'curl -sk -m 8 -o /dev/null -w "%{http_code}" "https://$1/version" || true';
    for (const node of (await listNodes(on.client)).map((one) => one.metadata.name)) {
      const ask = (address: string): Promise<string> =>
        dockerNodeControl.exec(node, ['sh', '-c', probe, 'sh', address]);
      expect(await dockerNodeControl.exec(node, ['ip', 'route', 'get', '10.96.0.1'])).toMatch(
        /dev no-service/,
      );
      await expect(dockerNodeControl.exec(node, ['ip', 'route', 'get', '10.244.250.1'])).rejects.toThrow(
        /unreachable|No route/i,
      );
      expect(await ask('10.96.0.1')).toBe('200');
      expect(await ask('10.96.250.1')).toBe('000');
    }
  });

  test('kills a container from its node: the same pod, another container', async () => {
    const before = pod.status.containerStatuses?.[0];
    await dockerNodeControl.killContainer(pod.spec.nodeName ?? '', before?.containerID ?? '');
    const after = await waitFor(
      'another container',
      async () => {
        const now = await getPod(on.client, on.namespace, 'idle-0');
        const status = now?.status.containerStatuses?.[0];
        if (status?.containerID === before?.containerID || status?.ready !== true)
          return notYet(String(status?.containerID));
        return found({ uid: now?.metadata.uid, restarts: status.restartCount });
      },
      { budget: on.client.budgets.of('recover') },
    );
    expect(after).toEqual({ uid: pod.metadata.uid, restarts: 1 });
  });

  test('a watch goes on after the API server was killed', async () => {
    const seen: string[] = [];
    let disconnections = 0;
    const watch = new SurvivingWatch(on.client, {
      path: `/api/v1/namespaces/${on.namespace}/configmaps`,
      onEvent: ({ type, object }) => seen.push(`${type} ${object.metadata.name}`),
      onDisconnect: () => {
        disconnections += 1;
      },
    });
    const make = (name: string): Promise<unknown> =>
      apply(on.client, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace: on.namespace },
        data: {},
      });
    const see = (text: string): Promise<boolean> =>
      waitFor(text, () => (seen.includes(text) ? found(true) : notYet(seen.join(', '))), {
        budget: on.client.budgets.of('cluster-ready'),
      });
    try {
      await make('first');
      await see('ADDED first');
      const controlPlane = (await listNodes(on.client)).find(isControlPlane)?.metadata.name ?? '';
      await dockerNodeControl.exec(controlPlane, ['pkill', '-KILL', 'kube-apiserver']);
      await waitFor('the API server to answer again', async () => found(await make('second')), {
        budget: on.client.budgets.of('cluster-ready'),
      });
      await see('ADDED second');
      expect(disconnections).toBeGreaterThan(0);
      expect(seen.filter((one) => one === 'ADDED first')).toHaveLength(1);
    } finally {
      await watch.stop();
    }
  });

  test('reaches a member through a node port of its own, and no longer once it is gone', async () => {
    const host = await entryAddress(on.client);
    const endpoint = await memberEndpoint(on.client, {
      namespace: on.namespace,
      pod: 'idle-0',
      targetPort: PORT,
      host,
    });
    const see = (wanted: string): Promise<boolean> =>
      waitFor(
        `the node port to be ${wanted}`,
        async () => {
          const state = await knock(endpoint.host, endpoint.port);
          return state === wanted ? found(true) : notYet(state);
        },
        { budget: on.client.budgets.of('baseline') },
      );
    await see('open');
    await deleteAt(on.client, `/apis/apps/v1/namespaces/${on.namespace}/statefulsets/idle`);
    await podGone(on.client, pod);
    await see('ECONNREFUSED');
  });
});

/** Tries to open a connection: `open`, or the error's code. */
function knock(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 });
    const end = (state: string) => (): void => {
      socket.destroy();
      resolve(state);
    };
    socket.on('connect', end('open'));
    socket.on('timeout', end('timeout'));
    socket.on('error', (error) => {
      resolve(errorCode(error) ?? error.message);
    });
  });
}
