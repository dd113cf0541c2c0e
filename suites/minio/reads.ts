import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { ObjectContent } from '../../harness/model/object-functions.ts';
import type { Outcome } from '../../harness/model/operation.ts';
import type { Called, CallOptions, Member } from './member.ts';
import { outcomeOfRead, saysAbsent } from './outcomes.ts';
import { BUCKET } from './writer.ts';

/** Reads an object, its latest version. That there is none is an answer. */
export async function readObject(member: Member, key: string): Promise<Outcome> {
  const called = await contentOf(member, key);
  if (!('failure' in called)) return { type: 'ok', value: called.value };
  return saysAbsent(called.failure) ? { type: 'ok', value: null } : outcomeOfRead(called.failure);
}

/** Lists the objects of a prefix, to the end. */
export async function listPrefix(member: Member, prefix: string): Promise<Outcome> {
  const called = await member.call(async (client) => {
    const objects: { key: string; size: number; etag?: string }[] = [];
    for await (const one of client.listObjects(BUCKET, prefix, true) as AsyncIterable<Listed>) {
      const { name = '', size, etag = '' } = one;
      objects.push({ key: name, size, ...(etag === '' ? {} : { etag }) });
    }
    return { objects };
  });
  return 'failure' in called ? outcomeOfRead(called.failure) : { type: 'ok', value: called.value };
}

/** What a listing gives of an object, or, where it was asked to, of a version. */
export interface Listed {
  name?: string;
  size: number;
  etag?: string;
  versionId?: string | null;
  isLatest?: boolean;
  isDeleteMarker?: boolean;
}

/** Reads an object, or one version of it, and hashes the bytes as they come. */
export async function contentOf(
  member: Member,
  key: string,
  versionId?: string,
  options: CallOptions = {},
): Promise<Called<ObjectContent>> {
  return await member.call(async (client) => {
    const stream = await client.getObject(BUCKET, key, versionId === undefined ? {} : { versionId });
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
    }
    const { headers } = stream as unknown as { headers: IncomingHttpHeaders };
    return { sha256: hash.digest('hex'), bytes, ...told(headers) };
  }, options);
}

/** What the store says of the bytes. */
function told(headers: IncomingHttpHeaders): Pick<ObjectContent, 'size' | 'etag' | 'versionId' | 'version'> {
  const etag = headers.etag?.replaceAll('"', '') ?? '';
  const [versionId, version] = [headers['x-amz-version-id'], headers['x-amz-meta-version']];
  return {
    size: Number(headers['content-length'] ?? Number.NaN),
    ...(etag === '' ? {} : { etag }),
    ...(typeof versionId === 'string' ? { versionId } : {}),
    ...(typeof version === 'string' ? { version } : {}),
  };
}
