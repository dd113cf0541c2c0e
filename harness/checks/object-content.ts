import type { ObjectContent } from '../model/object-functions.ts';
import type { ObjectHistory, Put } from './object-history.ts';

/** What is wrong with bytes that came, whenever it was that they came. */
export interface ContentProblem {
  name: 'corrupted' | 'fractured' | 'unexpected';
  label: string;
  why: string;
}

/** What is known of bytes that came under an object's name. */
export interface Identified {
  /** The puts that they may come from; empty: none is known that may have had an effect. */
  puts: readonly Put[];
  problem: ContentProblem | undefined;
}

/**
 * Finds the put that bytes come from: by the writer's token in the object's metadata, else by the version's id, else by
 * the bytes themselves, where several puts may have written the same.
 * @param by what was put later than that, in run milliseconds, cannot have been seen.
 */
export function identify(
  history: ObjectHistory,
  content: ObjectContent,
  byToken: ReadonlyMap<string, Put>,
  by: number,
): Identified {
  const named = namedBy(history, content, byToken);
  if (named !== undefined) {
    const problem = problemOf(named, content, by);
    return { puts: mayBeSeen(named, by) ? [named] : [], problem };
  }
  const same = history.bySha.get(content.sha256) ?? [];
  if (same.length === 0) return { puts: [], problem: problemOfUnknown(history, content) };
  // A version of another id is of another put, unless none is left that it could be of.
  const possible = same.filter((put) => mayBeSeen(put, by));
  const unnamed = possible.filter((put) => content.versionId === undefined || put.versionId === undefined);
  const puts = unnamed.length > 0 ? unnamed : possible;
  const problems = (puts.length > 0 ? puts : same).map((put) => problemOf(put, content, by));
  return { puts, problem: problems.includes(undefined) ? undefined : problems[0] };
}

function namedBy(
  { key, byVersionId }: ObjectHistory,
  { version, versionId }: ObjectContent,
  byToken: ReadonlyMap<string, Put>,
): Put | undefined {
  const told = version === undefined ? undefined : byToken.get(version);
  if (told?.object === key) return told;
  const made = byVersionId.get(versionId);
  return made?.kind === 'put' ? made : undefined;
}

function problemOf(
  put: Put,
  { sha256, bytes, size, etag }: ObjectContent,
  by: number,
): ContentProblem | undefined {
  const { label, parts } = put;
  const said = (name: ContentProblem['name'], why: string): ContentProblem => ({ name, label, why });
  const never = whyNever(put, by);
  if (never !== undefined)
    return said(parts > 1 && put.outcome === 'fail' ? 'fractured' : 'unexpected', never);
  if (sha256 !== put.sha256 || bytes !== put.size) {
    const why = `${String(bytes)} bytes came, of ${String(put.size)} put`;
    return said(parts > 1 && bytes < put.size ? 'fractured' : 'corrupted', why);
  }
  if (size !== bytes)
    return said('corrupted', `its metadata says ${String(size)} bytes, and ${String(bytes)} came`);
  if (etag !== undefined && put.etag !== undefined && etag !== put.etag) {
    return said('corrupted', `its etag is ${etag}, and was ${put.etag} when it was put`);
  }
  return undefined;
}

/** Bytes that no put of this object wrote: altered ones of one, some parts of one, or nobody's. */
function problemOfUnknown({ key, puts }: ObjectHistory, { bytes }: ObjectContent): ContentProblem {
  const why = `${String(bytes)} bytes came that no put of it had sent`;
  const written = puts.filter(({ outcome }) => outcome !== 'fail');
  if (written.some(({ size }) => size === bytes)) return { name: 'corrupted', label: key, why };
  if (puts.some(({ parts, size }) => parts > 1 && size > bytes))
    return { name: 'fractured', label: key, why };
  return { name: 'unexpected', label: key, why };
}

function mayBeSeen(put: Put, by: number): boolean {
  return whyNever(put, by) === undefined;
}

/** Why nothing of a put can have been seen by a moment. */
function whyNever({ outcome, invokedAt }: Put, by: number): string | undefined {
  if (outcome === 'fail') return 'its put had certainly failed';
  return invokedAt > by ? 'it came before it was put' : undefined;
}
