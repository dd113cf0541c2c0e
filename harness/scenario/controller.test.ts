import { describe, expect, test } from '@jest/globals';
import type { ObjectMeta, Pod, StatefulSet } from '../kube/objects.ts';
import type { StackLayout } from '../stack/stack.ts';
import { claimsOf, controllerIdentity, ordinalOf, strangersAmong } from './controller.ts';

const layout: StackLayout = {
  statefulSet: 'db',
  service: 'db',
  container: 'server',
  volumePath: '/data',
  clientPort: 1,
};

function set(spec: Partial<StatefulSet['spec']> = {}): StatefulSet {
  return {
    metadata: { name: 'db', uid: 'set-uid' },
    spec: { replicas: 3, selector: {}, template: { metadata: {}, spec: { containers: [] } }, ...spec },
    status: { replicas: 3, currentRevision: 'db-1', updateRevision: 'db-2' },
  };
}

describe('the ordinal of a pod', () => {
  const ordinal = (name: string, owners: ObjectMeta['ownerReferences'] = []): number | undefined =>
    ordinalOf({ layout }, { metadata: { name, ownerReferences: owners } });
  const owner = (kind: string, name: string): ObjectMeta['ownerReferences'] => [
    { kind, name, uid: 'u', controller: true },
  ];

  test('is read from a name that the StatefulSet gave, also while the pod is an orphan', () => {
    expect(ordinal('db-2', owner('StatefulSet', 'db'))).toBe(2);
    expect(ordinal('db-12')).toBe(12);
  });

  test('is not read from the pods of others', () => {
    expect(ordinal('db-2', owner('StatefulSet', 'db-2'))).toBeUndefined();
    expect(ordinal('db-2', owner('ReplicaSet', 'db'))).toBeUndefined();
    expect(ordinal('db-proxy-0')).toBeUndefined();
    expect(ordinal('db')).toBeUndefined();
    expect(ordinal('mydb-0')).toBeUndefined();
  });
});

describe('pods with data beside the members', () => {
  const pod = (name: string, container: string, owners: ObjectMeta['ownerReferences'] = []): Pod => ({
    metadata: { name, ownerReferences: owners },
    spec: { containers: [{ name: container, image: 'i' }] },
    status: {},
  });
  const owner = { kind: 'ReplicaSet', name: 'db-5f', uid: 'u', controller: true };

  test('are those that run the data container and are no members', () => {
    const pods = [
      pod('db-5f-b', 'server', [owner]),
      pod('db-5f-a', 'server', [{ ...owner, controller: false }]),
    ];
    expect(strangersAmong({ layout }, pods)).toEqual([
      { pod: 'db-5f-a', owner: null },
      { pod: 'db-5f-b', owner: 'ReplicaSet db-5f' },
    ]);
  });

  test('are neither members nor pods without data', () => {
    expect(strangersAmong({ layout }, [pod('db-0', 'server'), pod('db-5f-a', 'proxy', [owner])])).toEqual([]);
  });
});

test('a StatefulSet that says nothing of its policies has the defaults of the API', () => {
  expect(controllerIdentity(set())).toEqual({
    uid: 'set-uid',
    replicas: 3,
    currentRevision: 'db-1',
    updateRevision: 'db-2',
    podManagementPolicy: 'OrderedReady',
    whenDeleted: 'Retain',
    whenScaled: 'Retain',
  });
  const spec = {
    podManagementPolicy: 'Parallel',
    persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' },
  };
  expect(controllerIdentity(set(spec))).toMatchObject({
    podManagementPolicy: 'Parallel',
    whenDeleted: 'Retain',
    whenScaled: 'Delete',
  });
});

describe('the claims of the templates', () => {
  const uids = new Map([
    ['data-db-10', 'd10'],
    ['data-db-2', 'd2'],
    ['log-db-0', 'l0'],
    ['data-other-db-0', 'foreign'],
    ['data-db-x', 'foreign'],
    ['data-db', 'foreign'],
    ['archive', 'foreign'],
  ]);

  test('are those of every ordinal, in the order of their numbers', () => {
    const volumeClaimTemplates = [{ metadata: { name: 'data' } }, { metadata: { name: 'log' } }];
    expect(claimsOf({ layout }, set({ volumeClaimTemplates }), uids)).toEqual([
      { name: 'data-db-2', uid: 'd2' },
      { name: 'data-db-10', uid: 'd10' },
      { name: 'log-db-0', uid: 'l0' },
    ]);
  });

  test('are none where there is no template', () => {
    expect(claimsOf({ layout }, set(), uids)).toEqual([]);
  });

  test('are told by their names while there is no StatefulSet', () => {
    expect(claimsOf({ layout }, undefined, uids).map((claim) => claim.name)).toEqual([
      'data-db-2',
      'data-db-10',
      'data-other-db-0',
      'log-db-0',
    ]);
  });
});
