import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { apply } from './apply.ts';
import { KubeApiError } from './client.ts';
import { ground, type Ground } from './cluster.fixture.ts';
import { getOrUndefined } from './resources.ts';

describe('server-side apply', () => {
  let on: Ground;
  const settings = (data: object): Parameters<typeof apply>[1] => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: on.namespace },
    ...data,
  });

  beforeAll(async () => {
    on = await ground();
  });
  afterAll(() => on.remove());

  test('makes an object, and changes it when it is applied again', async () => {
    await apply(on.client, settings({ data: { a: '1' } }));
    const changed = await apply(on.client, settings({ data: { a: '2' } }));
    expect(changed.data).toEqual({ a: '2' });
  });

  test('refuses a misspelt field in a sentence that names the object and the field', async () => {
    const refused = apply(on.client, settings({ dta: { a: '1' } }));
    await expect(refused).rejects.toThrow(/manifest of ConfigMap .*\/settings was refused.*dta/s);
  });

  test('refuses a kind that the cluster does not know', async () => {
    const object = {
      apiVersion: 'v1',
      kind: 'Confabulation',
      metadata: { name: 'x', namespace: on.namespace },
    };
    await expect(apply(on.client, object)).rejects.toThrow(/knows no Confabulation in v1/);
  });

  test('tells what is not there from what is refused', async () => {
    await expect(
      getOrUndefined(on.client, `/api/v1/namespaces/${on.namespace}/configmaps/none`),
    ).resolves.toBeUndefined();
    await expect(
      on.client.call('GET', '/api/v1/namespaces/x/pods', { query: { limit: 'many' } }),
    ).rejects.toThrow(KubeApiError);
  });
});
