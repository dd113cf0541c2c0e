import type { Client } from 'minio';
import type { Element, ObjectVersion } from '../../harness/model/read-back.ts';
import type { Listed } from './reads.ts';
import { SETTING_BUCKETS, settingOf, TAGGED, taggedSetting } from './settings.ts';
import { BUCKET } from './writer.ts';

/** An object, with the versions that a member tells of, none of which was read. */
export interface KnownObject {
  key: string;
  /** Whether a plain listing names it. */
  listed: boolean;
  versions: ObjectVersion[];
}

/** What a member tells that it holds: names, versions and settings, without the objects' bytes. */
export class Inventory {
  readonly objects: readonly KnownObject[];
  readonly settings: readonly Element[];

  private constructor(objects: readonly KnownObject[], settings: readonly Element[]) {
    this.objects = objects;
    this.settings = settings;
  }

  /** @param pageSize entries that are asked for at a time. @throws what the client throws. */
  static async take(client: Client, pageSize = PAGE): Promise<Inventory> {
    return new Inventory(await objectsOf(client, pageSize), await settingsOf(client));
  }
}

/** The most that a server gives at a time. */
const PAGE = 1000;

async function objectsOf(client: Client, pageSize: number): Promise<KnownObject[]> {
  const names = new Set<string>();
  for await (const { name = '' } of client.listObjects(BUCKET, '', true) as AsyncIterable<Listed>) {
    names.add(name);
  }
  const objects = new Map<string, KnownObject>();
  for await (const one of versionsOf(client, pageSize)) {
    const { name = '', versionId, isLatest = false, isDeleteMarker = false } = one;
    const known = objects.get(name) ?? { key: name, listed: names.has(name), versions: [] };
    objects.set(name, known);
    known.versions.push({
      ...(typeof versionId === 'string' ? { versionId } : {}),
      latest: isLatest,
      deleteMarker: isDeleteMarker,
    });
  }
  // Named by one listing and not by the other: that is for the judge.
  for (const key of names) if (!objects.has(key)) objects.set(key, { key, listed: true, versions: [] });
  return [...objects.values()];
}

/**
 * Every version and delete marker, page by page. The client's own listing asks for the second page with the marker as it came,
 * in which a slash is not escaped, and is answered 403 SignatureDoesNotMatch (minio 8.0.7).
 */
async function* versionsOf(client: Client, pageSize: number): AsyncGenerator<Listed> {
  let markers = {};
  for (;;) {
    const options = { Delimiter: '', MaxKeys: pageSize, IncludeVersion: true, ...markers };
    const page = await client.listObjectsQuery(BUCKET, '', '', options);
    yield* page.objects as Listed[];
    if (page.isTruncated !== true) return;
    const { keyMarker, versionIdMarker } = page;
    markers = { keyMarker: escaped(keyMarker), versionIdMarker: escaped(versionIdMarker) };
  }
}

/** A marker of a listing that was asked for with encoding-type=url, in which a space is a plus, as a query takes it. */
function escaped(marker: string | undefined): string | undefined {
  return marker === undefined
    ? undefined
    : encodeURIComponent(decodeURIComponent(marker.replaceAll('+', ' ')));
}

async function settingsOf(client: Client): Promise<Element[]> {
  const settings: (Element | undefined)[] = [];
  for (const bucket of SETTING_BUCKETS) settings.push(await settingOf(client, bucket));
  for await (const { name = '' } of client.listObjects(TAGGED, '', true) as AsyncIterable<Listed>) {
    settings.push(await taggedSetting(client, name));
  }
  return settings.filter((one) => one !== undefined);
}
