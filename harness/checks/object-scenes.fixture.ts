import type { ObjectContent, ObjectValue } from '../model/object-functions.ts';
import type { ObjectVersion, ReadBackFooter } from '../model/read-back.ts';
import { ask, call, lines, type Held } from './asked.fixture.ts';
import type { Call } from './calls.ts';
import type { DataJudgement } from './data-judge.ts';
import { sha256Of } from './evidence.fixture.ts';
import { ObjectJudge } from './object.ts';
import type { ObjectElement } from './object-member.ts';

/** When something happened: a short time from then on, or until `to`. */
export interface Span {
  from: number;
  to?: number;
  outcome?: Call['outcome'];
  waived?: boolean;
}

/** What is put under a token: the object is `a` unless said otherwise, and the version's id is the token's own. */
export function put(
  version: string,
  { outcome = 'ok', waived = false, ...span }: Span,
  more: Partial<ObjectValue> & { key?: string; versionId?: string | undefined; etag?: string } = {},
): Call {
  const { key = 'a', versionId = `id-${version}`, etag, ...value } = more;
  const sent = { version, parts: 1, ...payload(version), ...value };
  const told = 'versionId' in more && more.versionId === undefined ? {} : { versionId };
  return call('put-object', key, outcome, span, {
    sent,
    got: { ...told, ...(etag === undefined ? {} : { etag }) },
    waived,
  });
}

/** A deletion of the object `a`; its delete marker has the id `m` and its time. */
export function remove({ outcome = 'ok', waived = false, ...span }: Span, named = true): Call {
  const got = named ? { versionId: `m${String(span.from)}` } : {};
  return call('delete-object', 'a', outcome, span, { got: waived ? undefined : got, waived });
}

/** A read of the object `a`. */
export function read(got: ObjectContent | null, { outcome = 'ok', ...span }: Span, member?: string): Call {
  return call('read-object', 'a', outcome, span, { got, member });
}

export function list(
  objects: readonly { key: string; size: number; etag?: string }[],
  span: Span,
  prefix = '',
): Call {
  return call('list-objects', 'l1', 'ok', span, { sent: { prefix }, got: { objects } });
}

/** What comes of a put, whole, with the token in its metadata. */
export function content(version: string, more: Partial<ObjectContent> = {}): ObjectContent {
  const { sha256, size } = payload(version);
  return { sha256, bytes: size, size, version, ...more };
}

/** Content of which nothing tells who put it but its bytes. */
export function bare(text: string, more: Partial<ObjectContent> = {}): ObjectContent {
  const { sha256, size } = payload(text);
  return { sha256, bytes: size, size, ...more };
}

/** A version with the id that `put` tells; the latest, unless said otherwise. */
export function kept(version: string, more: Partial<ObjectVersion> = {}): ObjectVersion {
  return {
    versionId: `id-${version}`,
    latest: true,
    deleteMarker: false,
    content: content(version),
    ...more,
  };
}

export const older = { latest: false };

/** The delete marker of the deletion that was sent at that time. */
export function marker(from: number, latest = true): ObjectVersion {
  return { versionId: `m${String(from)}`, latest, deleteMarker: true };
}

/** The object `a` at the end, listed as it should be. */
export function object(versions: ObjectVersion[], changes: Partial<ObjectElement> = {}): ObjectElement {
  const latest = versions.find((version) => version.latest);
  return { of: 'object', key: 'a', listed: latest?.deleteMarker === false, versions, ...changes };
}

/** A member that shows these objects, and was asked for all. */
export function shows(
  elements: ObjectElement[],
  end: ReadBackFooter['end'] | undefined = 'complete',
): Held[] {
  return [{ member: 's-0', elements, end }];
}

export const judge = (calls: Call[], held?: Held[], end?: Parameters<typeof ask>[3]): DataJudgement =>
  ask(new ObjectJudge({ operations: [], faults: [] }), calls, held, end);
export const found = (...given: Parameters<typeof judge>): string[] => lines(judge(...given).findings);

export function payload(text: string): { sha256: string; size: number } {
  return { sha256: sha256Of(text), size: text.length };
}
