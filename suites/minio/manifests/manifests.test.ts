import { describe, expect, test } from '@jest/globals';
import type { ManifestParameters } from '../../../harness/stack/stack.ts';
import { withHeartbeat } from '../../../harness/scenario/heartbeat.ts';
import { stack } from '../stack.ts';
import { driveIdIn } from '../wholeness.ts';
import { manifests } from './manifests.ts';
import { argumentsOf, DRIVE, MOUNT, poolsOf } from './pools.ts';

const parameters: ManifestParameters = {
  ...{ namespace: 'here', password: 'of-this-test-only', members: 4 },
  images: { minio: 'minio:test' },
};

interface Spec {
  podManagementPolicy: string;
  replicas: number;
  template: {
    spec: {
      containers: { args: string[]; env: { name: string; value?: string }[] }[];
      initContainers?: { name: string; image: string }[];
    };
  };
}
const statefulSet = (more: Partial<ManifestParameters> = {}): Spec =>
  manifests({ ...parameters, ...more }).find(({ kind }) => kind === 'StatefulSet')?.spec as Spec;

describe('the pools of MinIO', () => {
  test('are of four servers, with a drive each in a folder of its volume', () => {
    expect(poolsOf(4)).toEqual([`http://minio-{0...3}.minio:9000${DRIVE}`]);
    expect(poolsOf(8)).toEqual([...poolsOf(4), `http://minio-{4...7}.minio:9000${DRIVE}`]);
    expect(DRIVE.startsWith(`${MOUNT}/`)).toBe(true);
  });

  test('are one of four drives where there is one server', () => {
    expect(poolsOf(1)).toEqual(['/data/drive{1...4}']);
    expect(stack.single.command).toEqual(argumentsOf(1));
  });

  test.each([0, 2, 3, 5, 6])('cannot be made of %i servers', (members) => {
    expect(() => poolsOf(members)).toThrow(`MinIO cannot be deployed on ${String(members)} servers`);
  });
});

describe("MinIO's manifests", () => {
  test('tell every server the same, and start all at once', () => {
    const { podManagementPolicy, replicas, template } = statefulSet({ members: 8 });
    expect({ podManagementPolicy, replicas }).toEqual({ podManagementPolicy: 'Parallel', replicas: 8 });
    expect(template.spec.containers[0]?.args).toEqual(argumentsOf(8));
  });

  test('keep the password out of everything but the secret', () => {
    const rest = manifests(parameters).filter(({ kind }) => kind !== 'Secret');
    expect(JSON.stringify(rest)).not.toContain(parameters.password);
  });

  test('take a heartbeat beside the drive', () => {
    const objects = withHeartbeat(manifests(parameters), stack.layout);
    const spec = objects.find(({ kind }) => kind === 'StatefulSet')?.spec as Spec;
    expect(spec.template.spec.initContainers).toEqual([expect.objectContaining({ image: 'minio:test' })]);
  });

  test('cannot be made without an image', () => {
    expect(() => manifests({ ...parameters, images: {} })).toThrow('need an image named "minio"');
  });
});

describe('the id of a drive', () => {
  test('is what MinIO wrote on it', () => {
    const id = '307059e7-09f7-4a36-9022-159f4995aa39';
    expect(
      driveIdIn(`{"version":"1","format":"xl","xl":{"version":"3","this":"${id}","sets":[["${id}"]]}}`),
    ).toBe(id);
  });

  test.each(['', '{', '{"xl":{"this":""}}', '{"xl":{}}', '{}'])('is unknown of %j', (text) => {
    expect(driveIdIn(text)).toBeUndefined();
  });
});
