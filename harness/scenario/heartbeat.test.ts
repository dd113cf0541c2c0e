import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../kube/objects.ts';
import type { StackLayout } from '../stack/stack.ts';
import { HEARTBEAT, withHeartbeat } from './heartbeat.ts';

const layout: StackLayout = {
  statefulSet: 'db',
  service: 'db',
  container: 'server',
  volumePath: '/data',
  clientPort: 1,
};

const mount = { name: 'disk', mountPath: '/data/', subPath: 'db' };
const server = {
  name: 'server',
  image: 'db:1',
  imagePullPolicy: 'IfNotPresent',
  securityContext: { runAsUser: 7 },
  volumeMounts: [{ name: 'conf', mountPath: '/conf' }, mount],
};

function objects(pod: object = { containers: [{ name: 'metrics', image: 'm:1' }, server] }): KubeObject[] {
  return [
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'db' } },
    { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'other' }, spec: {} },
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db' },
      spec: { replicas: 3, template: { metadata: {}, spec: pod } },
    },
  ];
}

interface Sidecar {
  name: string;
  image: string;
  restartPolicy?: string;
  env?: { name: string; value?: string }[];
  volumeMounts?: object[];
}

/** The init containers of the StatefulSet, among the objects given back. */
function initContainers(given: KubeObject[], image?: string): Sidecar[] {
  const set = withHeartbeat(given, layout, image)[2];
  return (set?.spec as { template: { spec: { initContainers: Sidecar[] } } }).template.spec.initContainers;
}

describe('the heartbeat in the manifests', () => {
  test('is the first of the init containers, goes on running, and is like the data container', () => {
    const before = { name: 'prepare', image: 'db:1' };
    const [sidecar, ...others] = initContainers(objects({ containers: [server], initContainers: [before] }));
    expect(others).toEqual([before]);
    expect(sidecar).toMatchObject({
      name: HEARTBEAT,
      restartPolicy: 'Always',
      image: 'db:1',
      imagePullPolicy: 'IfNotPresent',
      securityContext: { runAsUser: 7 },
      volumeMounts: [mount],
    });
    expect(sidecar?.env?.find(({ name }) => name === 'FILE')?.value).toBe('/data/.holdfast-heartbeat');
    expect(initContainers(objects(), 'shell:1')[0]?.image).toBe('shell:1');
  });

  test('holds nothing that Kubernetes would replace: a name in "$(...)", or a doubled dollar sign', () => {
    expect(JSON.stringify(initContainers(objects())[0])).not.toMatch(/\$\$|\$\(/);
  });

  test('leaves the objects as they were given, and all others alone', () => {
    const given = objects();
    const kept = structuredClone(given);
    const result = withHeartbeat(given, layout);
    expect(given).toEqual(kept);
    expect(result.slice(0, 2)).toEqual(kept.slice(0, 2));
    expect(withHeartbeat(given, layout)).toEqual(result);
  });

  test('is refused where there is nothing to add it to', () => {
    expect(() => withHeartbeat(objects().slice(0, 2), layout)).toThrow('no StatefulSet "db"');
    expect(() => withHeartbeat(objects({ containers: [{ ...server, volumeMounts: [] }] }), layout)).toThrow(
      'no container "server" with a volume mounted at /data',
    );
  });
});
