import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../harness/kube/objects.ts';
import { withHeartbeat } from '../../../harness/scenario/heartbeat.ts';
import type { ManifestParameters } from '../../../harness/stack/stack.ts';
import { stack } from '../stack.ts';
import { manifests } from './manifests.ts';

const parameters: ManifestParameters = {
  ...{ namespace: 'here', password: 'of-this-test-only', members: 3 },
  images: { rabbitmq: 'rabbitmq:test' },
};

interface Spec {
  podManagementPolicy: string;
  replicas: number;
  serviceName: string;
  template: object;
}

const find = (kind: string, name: string, objects = manifests(parameters)): KubeObject | undefined =>
  objects.find((object) => object.kind === kind && object.metadata.name === name);
const specOf = (objects?: KubeObject[]): Spec => find('StatefulSet', 'rabbitmq', objects)?.spec as Spec;

describe('the manifests of RabbitMQ', () => {
  test('start all members at once, behind a service that leads to those that are not ready too', () => {
    expect(specOf()).toMatchObject({ podManagementPolicy: 'Parallel', replicas: 3, serviceName: 'rabbitmq' });
    expect(find('Service', 'rabbitmq')?.spec).toMatchObject({
      clusterIP: 'None',
      publishNotReadyAddresses: true,
    });
  });

  test('have the same template for any number of members', () => {
    expect(specOf(manifests({ ...parameters, members: 1 })).template).toEqual(specOf().template);
  });

  test('let the pods read the addresses of their service, and nothing else', () => {
    expect(find('Role', 'rabbitmq')?.rules).toEqual([
      { apiGroups: [''], resources: ['endpoints'], verbs: ['get'] },
      { apiGroups: [''], resources: ['events'], verbs: ['create'] },
    ]);
    expect(find('RoleBinding', 'rabbitmq')?.subjects).toEqual([{ kind: 'ServiceAccount', name: 'rabbitmq' }]);
    expect(JSON.stringify(specOf())).toContain('"serviceAccountName":"rabbitmq"');
  });

  test('keep password and cookie in the secret, the same whenever they are applied', () => {
    const said = manifests(parameters);
    expect(manifests(parameters)).toEqual(said);
    const others = said.filter(({ kind }) => kind !== 'Secret');
    expect(JSON.stringify(others)).not.toContain('of-this-test-only');
    const { data } = find('Secret', 'rabbitmq') as unknown as { data: Record<string, string> };
    const cookie = Buffer.from(data.cookie ?? '', 'base64').toString();
    expect(cookie).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(others)).not.toContain(cookie);
    const another = manifests({ ...parameters, password: 'another' });
    expect(find('Secret', 'rabbitmq', another)).not.toEqual(find('Secret', 'rabbitmq'));
  });

  test('carry every script that is run', () => {
    const { data } = find('ConfigMap', 'rabbitmq-scripts') as unknown as { data: Record<string, string> };
    const run = [...JSON.stringify(specOf()).matchAll(/\/scripts\/([\w.-]+)/g)].map(([, name]) => name);
    expect(run).toEqual(['prepare-member.sh']);
    expect(Object.keys(data)).toEqual(
      expect.arrayContaining(['prepare-member.sh', 'leave-cluster.sh', 'look.sh', 'look.erl']),
    );
  });

  test('have a place for the heartbeat, and a class of storage where one is asked for', () => {
    expect(() => withHeartbeat(manifests(parameters), stack.layout)).not.toThrow();
    const { storageClass, ...rest } = { ...parameters, storageClass: 'block' };
    expect(JSON.stringify(manifests({ ...rest, storageClass }))).toContain('"storageClassName":"block"');
    expect(JSON.stringify(manifests(rest))).not.toContain('storageClassName');
  });
});
