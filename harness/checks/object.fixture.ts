import fc from 'fast-check';
import type { ObjectContent, ObjectValue } from '../model/object-functions.ts';
import type { ObjectVersion } from '../model/read-back.ts';
import { call } from './asked.fixture.ts';
import type { Call } from './calls.ts';
import { sha256Of } from './evidence.fixture.ts';
import type { ObjectElement } from './object-member.ts';

type Outcome = Call['outcome'];

interface Done {
  key: string;
  outcome: Outcome;
  from: number;
  to: number;
  process: number;
  /** The version or marker that it made, where it made one. */
  versionId: string | undefined;
}

export interface PutDone extends Done {
  value: ObjectValue;
}

export interface ReadDone extends Done {
  got: ObjectContent | null;
}

export interface ListDone extends Done {
  prefix: string;
  objects: { key: string; size: number; etag?: string }[];
}

/** The history of a bucket, and what it holds at the end. */
export interface Bucket {
  /** Whether it keeps versions, and tells their ids. */
  versioned: boolean;
  /** Whether the objects' metadata carry the writers' tokens. */
  tokens: boolean;
  puts: PutDone[];
  deletes: Done[];
  reads: ReadDone[];
  lists: ListDone[];
  held: ObjectElement[];
}

const step = fc.record({
  what: fc.constantFrom('put', 'put', 'put', 'delete', 'read', 'read', 'list'),
  outcome: fc.constantFrom<Outcome>('ok', 'ok', 'ok', 'ok', 'fail', 'info', 'open'),
  object: fc.nat({ max: 3 }),
  /** Whether what may or may not have an effect has one, and how many steps later. */
  effective: fc.boolean(),
  late: fc.nat({ max: 6 }),
  parts: fc.constantFrom(1, 1, 3),
  /** Whether it has the one byte that other puts have too. */
  tiny: fc.constantFrom(false, false, true),
  before: fc.nat({ max: 25 }),
  after: fc.nat({ max: 25 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Histories of an honest store, with writes under way side by side and some of unknown outcome. */
export const buckets: fc.Arbitrary<Bucket> = fc
  .record({
    versioned: fc.boolean(),
    tokens: fc.boolean(),
    steps: fc.array(step, { minLength: 1, maxLength: 60, size: 'max' }),
  })
  .map(({ versioned, tokens, steps }) => new Store(versioned, tokens).run(steps));

/** One that keeps versions, or the latest of each object alone. */
class Store {
  readonly #bucket: Bucket;
  /** By object, the oldest first; undefined is a delete marker. */
  readonly #versions = new Map<string, { id: string | undefined; put: PutDone | undefined }[]>();
  #pending: { at: number; apply: () => void }[] = [];
  #ids = 0;

  constructor(versioned: boolean, tokens: boolean) {
    this.#bucket = { versioned, tokens, puts: [], deletes: [], reads: [], lists: [], held: [] };
  }

  run(steps: readonly Step[]): Bucket {
    steps.forEach((one, i) => {
      this.#settle(i);
      if (one.what === 'put') this.#put(one, i);
      else if (one.what === 'delete') this.#delete(one, i);
      else if (one.what === 'read') this.#read(one, i);
      else this.#list(one, i);
    });
    this.#settle(Infinity);
    for (const [key, versions] of this.#versions) {
      const shown = versions.map((one, n) => this.#shown(one, n === versions.length - 1));
      if (shown.length === 0) continue;
      this.#bucket.held.push({
        of: 'object',
        key,
        listed: shown.at(-1)?.deleteMarker === false,
        versions: shown,
      });
    }
    return this.#bucket;
  }

  #put({ parts, tiny, ...one }: Step, i: number): void {
    const version = `v${String(i)}`;
    const [key, size] = [`o${String(one.object)}`, tiny ? 1 : 1000 + i];
    const value = { version, parts: tiny ? 1 : parts, size, sha256: sha256Of(tiny ? 'x' : version) };
    const put: PutDone = { ...this.#done(one, i, key), value };
    this.#bucket.puts.push(put);
    this.#carryOut(one, i, () => {
      this.#write(key, put, put);
    });
  }

  #delete(one: Step, i: number): void {
    const key = `o${String(one.object)}`;
    const done = this.#done(one, i, key);
    this.#bucket.deletes.push(done);
    this.#carryOut(one, i, () => {
      this.#write(key, undefined, done);
    });
  }

  #carryOut(
    { outcome, effective, late }: Pick<Step, 'outcome' | 'effective' | 'late'>,
    i: number,
    apply: () => void,
  ): void {
    if (outcome === 'ok') apply();
    else if (outcome !== 'fail' && effective) this.#pending.push({ at: i + late, apply });
  }

  #write(key: string, put: PutDone | undefined, by: Done): void {
    const kept = this.#bucket.versioned ? (this.#versions.get(key) ?? []) : [];
    if (this.#bucket.versioned) by.versionId = `id-${String(this.#ids++)}`;
    else if (put === undefined) {
      this.#versions.delete(key);
      return;
    }
    this.#versions.set(key, [...kept, { id: by.versionId, put }]);
  }

  #read(one: Step, i: number): void {
    const key = `o${String(one.object)}`;
    const latest = this.#versions.get(key)?.at(-1);
    const got = latest?.put === undefined ? null : contentOf(latest.put, this.#bucket.tokens);
    this.#bucket.reads.push({ ...this.#done(one, i, key), got });
  }

  #list(one: Step, i: number): void {
    const prefix = one.object === 0 ? 'o' : `o${String(one.object)}`;
    const objects = [...this.#versions].flatMap(([key, versions]) => {
      const put = versions.at(-1)?.put;
      return put === undefined || !key.startsWith(prefix)
        ? []
        : [{ key, size: put.value.size, etag: etagOf(put.value) }];
    });
    this.#bucket.lists.push({ ...this.#done(one, i, `l${String(i)}`), prefix, objects });
  }

  #settle(now: number): void {
    for (const { at, apply } of this.#pending) if (at <= now) apply();
    this.#pending = this.#pending.filter(({ at }) => at > now);
  }

  #shown({ id, put }: { id: string | undefined; put: PutDone | undefined }, latest: boolean): ObjectVersion {
    const named = { ...(id === undefined ? {} : { versionId: id }), latest, deleteMarker: put === undefined };
    return put === undefined ? named : { ...named, content: contentOf(put, this.#bucket.tokens) };
  }

  #done(
    { outcome, before, after }: Pick<Step, 'outcome' | 'before' | 'after'>,
    i: number,
    key: string,
  ): Done {
    const at = 100 + i * 10;
    const span = { from: at - before - 0.001 * i, to: at + after + 0.001 * i, process: i };
    return { key, outcome, ...span, versionId: undefined };
  }
}

/** The calls of a bucket's history; `seen` is what an acknowledged write came back with. */
export function callsOf({ puts, deletes, reads, lists }: Bucket): Call[] {
  const member = 's-0';
  return [
    ...puts.map(({ key, outcome, value, versionId, ...span }) =>
      call('put-object', key, outcome, span, { sent: value, got: { versionId, etag: etagOf(value) } }),
    ),
    ...deletes.map(({ key, outcome, versionId, ...span }) =>
      call('delete-object', key, outcome, span, { got: { versionId } }),
    ),
    ...reads.map(({ key, outcome, got, ...span }) =>
      call('read-object', key, outcome, span, { got, member }),
    ),
    ...lists.map(({ key, outcome, prefix, objects, ...span }) =>
      call('list-objects', key, outcome, span, { sent: { prefix }, got: { objects }, member }),
    ),
  ];
}

/** What comes back of a put, whole. */
export function contentOf(
  { value, versionId }: Pick<PutDone, 'value' | 'versionId'>,
  token = true,
): ObjectContent {
  const { sha256, size, version } = value;
  return {
    ...{ sha256, bytes: size, size, etag: etagOf(value) },
    ...(versionId === undefined ? {} : { versionId }),
    ...(token ? { version } : {}),
  };
}

export function etagOf({ sha256, size }: Pick<ObjectValue, 'sha256' | 'size'>): string {
  return `${sha256.slice(0, 8)}-${String(size)}`;
}
