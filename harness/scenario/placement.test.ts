import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../kube/objects.ts';
import { placed, placementFor, scopeOn } from './placement.ts';

const workers = ['w1', 'w2', 'w3', 'w4'];

function statefulSet(affinity?: object): KubeObject {
  const spec = { containers: [], ...(affinity === undefined ? {} : { affinity }) };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db' },
    spec: { template: { spec } },
  };
}

function affinityOf(object: KubeObject | undefined): unknown {
  const { template } = object?.spec as { template: { spec: { affinity?: unknown } } };
  return template.spec.affinity;
}

const off = { key: 'kubernetes.io/hostname', operator: 'NotIn', values: ['w4'] };
const on = { key: 'kubernetes.io/hostname', operator: 'In', values: ['w4'] };

describe('where a scenario runs', () => {
  test('with a worker to spare, the last one is for faults on a node', () => {
    expect(placementFor(workers, 3, 'pods')).toEqual({ avoid: ['w4'] });
    expect(placementFor(workers, 3, 'node')).toEqual({ prefer: 'w4' });
    expect(placementFor(workers, 3, 'cluster')).toEqual({});
    expect(scopeOn(workers, 3, 'node')).toBe('node');
  });

  test('without one, nothing is placed, and a fault on a node takes the whole cluster', () => {
    expect(placementFor(workers, 4, 'pods')).toEqual({});
    expect(placementFor(workers, 4, 'node')).toEqual({});
    expect(scopeOn(workers, 4, 'node')).toBe('cluster');
    expect(scopeOn(workers, 4, 'pods')).toBe('pods');
  });
});

describe('placed', () => {
  test('keeps members off a node', () => {
    const [object] = placed([statefulSet()], { avoid: ['w4'] });
    expect(affinityOf(object)).toEqual({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [off] }] },
      },
    });
  });

  test('leads the first member to a node', () => {
    const [object] = placed([statefulSet()], { prefer: 'w4' });
    expect(affinityOf(object)).toEqual({
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 100, preference: { matchExpressions: [on] } },
        ],
      },
    });
  });

  test('adds to every alternative of an affinity that is there, and leaves the rest and the original alone', () => {
    const disk = { key: 'disk', operator: 'In', values: ['ssd'] };
    const soft = { weight: 1, preference: { matchExpressions: [disk] } };
    const podAntiAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [] };
    const before = statefulSet({
      podAntiAffinity,
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [disk] }, { matchFields: [disk] }],
        },
        preferredDuringSchedulingIgnoredDuringExecution: [soft],
      },
    });
    const copy = structuredClone(before);
    const [object] = placed([before], { avoid: ['w4'], prefer: 'w4' });
    expect(affinityOf(object)).toEqual({
      podAntiAffinity,
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            { matchExpressions: [disk, off] },
            { matchFields: [disk], matchExpressions: [off] },
          ],
        },
        preferredDuringSchedulingIgnoredDuringExecution: [
          soft,
          { weight: 100, preference: { matchExpressions: [on] } },
        ],
      },
    });
    expect(before).toEqual(copy);
  });

  test('keeps the pods of a Deployment off a node too', () => {
    const deployment = { ...statefulSet(), kind: 'Deployment' };
    const [object] = placed([deployment], { avoid: ['w4'] });
    expect(affinityOf(object)).toEqual(affinityOf(placed([statefulSet()], { avoid: ['w4'] })[0]));
  });

  test('changes nothing where nothing is asked for, and nothing without pods', () => {
    const service: KubeObject = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'db' }, spec: {} };
    expect(placed([service, statefulSet()], {})).toEqual([service, statefulSet()]);
    expect(placed([statefulSet()], { avoid: [] })).toEqual([statefulSet()]);
    expect(placed([service], { avoid: ['w4'] })).toEqual([service]);
  });
});
