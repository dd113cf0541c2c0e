import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../kube/objects.ts';
import { changed, onEmptyDir, replaced } from './changed.ts';

const mount = { name: 'data', mountPath: '/data' };
const claim = { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'] } };
const OBJECTS = [
  {
    ...{ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db' } },
    spec: {
      replicas: 3,
      template: { spec: { containers: [{ name: 'db', volumeMounts: [mount] }], volumes: [] } },
      volumeClaimTemplates: [claim],
    },
  },
  {
    ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'db-scripts' } },
    data: { 'start.sh': 'one two' },
  },
] as unknown as KubeObject[];
const BEFORE = JSON.stringify(OBJECTS);

describe('a change of a good stack', () => {
  test('is in the objects that come back, and not in those that were given', () => {
    const after = changed(OBJECTS, {
      statefulSet: (spec) => {
        spec.replicas = 7;
      },
      scripts: (scripts) => {
        scripts['start.sh'] = replaced(scripts['start.sh'], 'two', '2');
      },
    });
    expect(after).toMatchObject([{ spec: { replicas: 7 } }, { data: { 'start.sh': 'one 2' } }]);
    expect(JSON.stringify(OBJECTS)).toBe(BEFORE);
  });

  test('to an emptyDir leaves no claim', () => {
    const [set] = changed(OBJECTS, { statefulSet: onEmptyDir });
    expect(set).toMatchObject({
      spec: { template: { spec: { volumes: [{ name: 'data', emptyDir: {} }] } } },
    });
    expect(JSON.stringify(set)).not.toContain('volumeClaimTemplates');
    expect(JSON.stringify(OBJECTS)).toBe(BEFORE);
  });

  test('is refused where the good stack has moved on', () => {
    expect(replaced('one two three', 'two', '2')).toBe('one 2 three');
    expect(() => replaced('one two two', 'two', '2')).toThrow('"two" is there 2 times');
    expect(() => replaced('one', 'two', '2')).toThrow('"two" is there 0 times');
    expect(() => replaced(undefined, 'two', '2')).toThrow('"two" is there 0 times');
    expect(() => changed([], {})).toThrow('no StatefulSet');
  });
});
