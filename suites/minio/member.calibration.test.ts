import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { imageFromEnvironment } from '../../harness/calibration/image-from-environment.ts';
import { startSingleServer, type RunningServer } from '../../harness/calibration/single-server.ts';
import type { Access } from '../../harness/stack/stack.ts';
import { Inventory } from './inventory.ts';
import { Member } from './member.ts';
import { Members } from './members.ts';
import type { Put } from './plan.ts';
import { readObject } from './reads.ts';
import { setUp } from './set-up.ts';
import { stack } from './stack.ts';
import { putInParts } from './upload.ts';
import { deleteObject, putWhole } from './writer.ts';

const TIMEOUT_MS = 5 * 60 * 1000;

const put = (key: string, data: Buffer, more: Partial<Put> = {}): Put => ({
  ...{ f: 'put-object', key, version: `v-${key}`, data, sha256: '' },
  ...{ partSize: undefined, parts: 1, cut: undefined, ...more },
});

describe('the way to one MinIO server', () => {
  let server: RunningServer;
  let member: Member;
  const open = (changes: Partial<Access> = {}, pod = server.pod): Member =>
    new Member({ ...server.access, ...changes }, pod, 2);

  beforeAll(async () => {
    server = await startSingleServer(stack, imageFromEnvironment(stack), { user: 'minio-member' });
    const members = new Members(server.access, 1);
    await setUp(server.access, members);
    members.close();
    member = open();
  }, TIMEOUT_MS);
  afterAll(async () => {
    member.close();
    await server.remove();
  }, TIMEOUT_MS);

  test('is asked to delete only once it has taken a write', async () => {
    expect(member.standing.isProven).toBe(false);
    expect(await deleteObject(member, 'a', new Set())).toMatchObject({
      type: 'fail',
      error: expect.stringMatching(/has not acknowledged a write/),
    });
    const value = { versionId: expect.any(String), etag: expect.any(String) };
    expect(await putWhole(member, put('a', Buffer.from('two')))).toEqual({ type: 'ok', value });
    expect(member.standing.isProven).toBe(true);
    expect(await readObject(member, 'a')).toMatchObject({
      type: 'ok',
      value: { bytes: 3, size: 3, version: 'v-a' },
    });
    expect(await readObject(member, 'none')).toEqual({ type: 'ok', value: null });
  });

  test('tells of each delete marker once', async () => {
    await putWhole(member, put('d', Buffer.from('d')));
    const told = new Set<string>();
    const first = await deleteObject(member, 'd', told);
    expect(first).toEqual({ type: 'ok', value: { versionId: [...told][0] } });
    expect(await deleteObject(member, 'd', told)).toEqual({ type: 'ok', value: {} });
  });

  test('gives its versions page by page, whatever is in their names', async () => {
    const told = new Set<string>();
    for (const key of ['p/1', 'p/2 +&', 'p/3']) {
      for (const text of ['one', 'two', 'three']) await putWhole(member, put(key, Buffer.from(text)));
      await deleteObject(member, key, told);
    }
    const take = async (pageSize?: number): Promise<Inventory> => {
      const called = await member.call((client) => Inventory.take(client, pageSize));
      if ('failure' in called) throw new Error(called.failure.message);
      return called.value;
    };
    const whole = await take();
    const objects = whole.objects.filter(({ key }) => key.startsWith('p/'));
    expect(objects.map(({ key, listed, versions }) => [key, listed, versions.length])).toEqual([
      ['p/1', false, 4],
      ['p/2 +&', false, 4],
      ['p/3', false, 4],
    ]);
    // A page names its versions before its delete markers: their order is no answer.
    const byId = ({ objects }: Inventory): unknown =>
      objects.map(({ key, listed, versions }) => ({
        ...{ key, listed },
        versions: versions.toSorted((a, b) => String(a.versionId).localeCompare(String(b.versionId))),
      }));
    expect(byId(await take(2))).toEqual(byId(whole));
  });

  test('an upload is there once it is completed, and never where it was cut or refused', async () => {
    const data = Buffer.alloc(5 * 1024 * 1024 + 3, 'x');
    const parts = { partSize: 5 * 1024 * 1024, parts: 2 };
    const options = { operationMs: 10_000 };
    expect(await putInParts(member, put('u', data, parts), options)).toMatchObject({ type: 'ok' });
    expect(await readObject(member, 'u')).toMatchObject({ value: { bytes: data.length, version: 'v-u' } });
    for (const cut of ['left', 'aborted'] as const) {
      const outcome = await putInParts(member, put(cut, data, { ...parts, cut }), options);
      expect(outcome).toMatchObject({ type: 'fail', error: expect.stringMatching(/never completed/) });
      expect(await readObject(member, cut)).toEqual({ type: 'ok', value: null });
    }
    const small = put('small', Buffer.from('too small'), { partSize: 5, parts: 2 });
    expect(await putInParts(member, small, options)).toMatchObject({
      type: 'fail',
      error: expect.stringMatching(/EntityTooSmall/),
    });
  });

  test('an answer of another server is an error, and says nothing of a write', async () => {
    const other = open({ members: 4 }, 'minio-1');
    expect(await putWhole(other, put('o', Buffer.from('o')))).toMatchObject({
      type: 'info',
      error: expect.stringMatching(/The connection to minio-1 was answered by another server/),
    });
    other.close();
  });

  test('what nobody took in was not sent, and what was not answered in time may have been done', async () => {
    const nobody = open({ endpoint: (pod) => Promise.resolve({ member: pod, host: '127.0.0.1', port: 1 }) });
    expect(await putWhole(nobody, put('n', Buffer.from('n')))).toMatchObject({
      type: 'fail',
      error: expect.stringMatching(/^not sent/),
    });
    nobody.close();
    const hasty = open({ budgets: server.access.budgets.with({ operation: 0.001 }) });
    await hasty.call((client) => client.bucketExists('holdfast'), { withinMs: 5_000 }); // opens the connection
    expect(await putWhole(hasty, put('h', Buffer.alloc(8 * 1024 * 1024)))).toMatchObject({
      error: expect.stringMatching(/no answer after 0.001 s/),
    });
    hasty.close();
    expect(await putWhole(hasty, put('h', Buffer.from('h')))).toMatchObject({
      type: 'fail',
      error: expect.stringMatching(/are closed/),
    });
  });
});
