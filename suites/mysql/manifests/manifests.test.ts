import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { KubeObject } from '../../../harness/kube/objects.ts';
import { withHeartbeat } from '../../../harness/scenario/heartbeat.ts';
import type { ManifestParameters } from '../../../harness/stack/stack.ts';
import { serverIdOf } from '../names.ts';
import { stack } from '../stack.ts';
import { manifests } from './manifests.ts';

const PASSWORD = 'of-this-test-only';
const parameters: ManifestParameters = {
  ...{ namespace: 'here', password: PASSWORD, members: 3 },
  images: { mysql: 'mysql:test' },
};
const made = manifests(parameters);
const one = (kind: string, name: string): KubeObject => {
  const found = made.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
};
const dataOf = (name: string): Record<string, string> =>
  z.record(z.string(), z.string()).parse(one('ConfigMap', name).data);

describe('the manifests of MySQL', () => {
  test('hold what a replicated StatefulSet takes, all in the one namespace', () => {
    expect(made.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Secret mysql',
      'ConfigMap mysql-config',
      'ConfigMap mysql-scripts',
      'ConfigMap mysql-settings',
      'Service mysql',
      'Service mysql-read',
      'PodDisruptionBudget mysql',
      'StatefulSet mysql',
    ]);
    expect(new Set(made.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['here']));
  });

  test('name members before they are ready, and serve reads from those that are', () => {
    expect(one('Service', 'mysql').spec).toMatchObject({ clusterIP: 'None', publishNotReadyAddresses: true });
    expect(one('Service', 'mysql-read').spec).not.toHaveProperty('publishNotReadyAddresses');
    expect(one('Service', 'mysql-read').spec).not.toHaveProperty('clusterIP');
  });

  test('have the password in the Secret alone', () => {
    const elsewhere = made.filter(({ kind }) => kind !== 'Secret');
    expect(JSON.stringify(elsewhere)).not.toContain(PASSWORD);
  });

  test('set what an acknowledgement rests on', () => {
    const config = dataOf('mysql-config');
    expect(config['server.cnf']).toMatch(/^sync-binlog=1$/m);
    expect(config['server.cnf']).toMatch(/^innodb-flush-log-at-trx-commit=1$/m);
    expect(config['server.cnf']).toMatch(/^gtid-mode=ON$/m);
    expect(config['primary.cnf']).toMatch(/wait-point=AFTER_SYNC$/m);
    expect(config['primary.cnf']).toMatch(/wait-for-replica-count=1$/m);
    expect(config['primary.cnf']).toMatch(/wait-no-replica=ON$/m);
    expect(config['replica.cnf']).toMatch(/^super-read-only=ON$/m);
  });

  test('give each member its server id from its ordinal', () => {
    expect(dataOf('mysql-scripts')['prepare-member.sh']).toMatch(
      /server-id=%d\\n' "\$\(\(100 \+ MEMBER_INDEX\)\)"/,
    );
    expect(['mysql-0', 'mysql-2', 'mysql-10'].map(serverIdOf)).toEqual([100, 102, 110]);
  });

  test('do not change the template with the number of members', () => {
    const template = (members: number): unknown =>
      z
        .object({ template: z.unknown() })
        .parse(manifests({ ...parameters, members }).find(({ kind }) => kind === 'StatefulSet')?.spec)
        .template;
    expect(template(2)).toEqual(template(3));
  });

  test('have room for a heartbeat beside the data', () => {
    expect(() => withHeartbeat(made, stack.layout)).not.toThrow();
    expect(dataOf('mysql-config')['server.cnf']).toMatch(/^datadir=\/var\/lib\/mysql\/data$/m);
  });

  test('ask for a storage class only where one is named', () => {
    expect(JSON.stringify(made)).not.toContain('storageClassName');
    expect(JSON.stringify(manifests({ ...parameters, storageClass: 'fast' }))).toContain(
      '"storageClassName":"fast"',
    );
  });
});
