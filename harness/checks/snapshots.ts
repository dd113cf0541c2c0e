import { snapshotValueSchema, type SnapshotValue } from '../model/functions.ts';
import type { ByteReader } from '../model/byte-reader.ts';
import { numberAt } from '../model/keys.ts';
import { TAG } from '../model/value-writer.ts';
import type { Call } from './calls.ts';
import { LiveCall } from './live-call.ts';

/** The entries of one map of a snapshot: keys as prefix and number (-1: the prefix is the whole key), with their values. */
export class Entries {
  size = 0;
  readonly prefixes: string[] = [];
  readonly numbers: number[] = [];
  readonly values: number[] = [];

  add(prefix: string, number: number, value: number): void {
    const at = this.size++;
    this.prefixes[at] = prefix;
    this.numbers[at] = number;
    this.values[at] = value;
  }

  fill(map: Readonly<Record<string, number>>): void {
    this.size = 0;
    for (const [key, value] of Object.entries(map)) {
      const at = numberAt(key);
      this.add(key.slice(0, at), at === key.length ? -1 : Number(key.slice(at)), value);
    }
  }

  /** Reads a map of whole numbers as it was written. False: it is none. */
  read(document: ByteReader): boolean {
    this.size = 0;
    if (document.byte() !== TAG.object) return false;
    for (let left = document.varint(); left > 0; left--) {
      document.key();
      const { prefix, number } = document;
      if (document.byte() !== TAG.integer) return false;
      this.add(prefix, number, document.signed());
    }
    return true;
  }

  key(at: number): string {
    const number = this.numbers[at] ?? -1;
    return number < 0 ? (this.prefixes[at] ?? '') : `${this.prefixes[at] ?? ''}${String(number)}`;
  }

  /** As a map, which stays what it is. */
  toMap(): Map<string, number> {
    const map = new Map<string, number>();
    for (let i = 0; i < this.size; i++) map.set(this.key(i), this.values[i] ?? 0);
    return map;
  }
}

/** What one read showed in one snapshot; what is in it changes with the next read. */
export interface SnapshotView {
  counters: Entries;
  accounts: Entries;
  groups: Entries;
}

/** Reads the answers to `read` calls, each once however many judges ask for it. */
export class Snapshots {
  readonly #view: SnapshotView = { counters: new Entries(), accounts: new Entries(), groups: new Entries() };
  #nth = -1;
  #readable = false;

  /** Undefined where the read was not answered, or with something else. Valid until another call is asked for. */
  of(call: Call): SnapshotView | undefined {
    if (call.outcome !== 'ok') return undefined;
    if (call.nth !== this.#nth) {
      this.#nth = call.nth;
      const document = call instanceof LiveCall ? call.documentGot() : undefined;
      this.#readable = (document !== undefined && this.#read(document)) || this.#fill(call.got);
    }
    return this.#readable ? this.#view : undefined;
  }

  /** Reads a snapshot as it was written. False: it is none, or one of an unusual form. */
  #read(document: ByteReader): boolean {
    if (document.byte() !== TAG.object) return false;
    const parts = document.varint();
    let known = 0;
    for (let i = 0; i < parts; i++) {
      document.key();
      const entries = document.number < 0 ? this.#part(document.prefix) : undefined;
      if (entries?.read(document) !== true) return false;
      known += 1;
    }
    return known === 3;
  }

  #part(name: string): Entries | undefined {
    if (name === 'counters') return this.#view.counters;
    if (name === 'accounts') return this.#view.accounts;
    return name === 'groups' ? this.#view.groups : undefined;
  }

  #fill(got: unknown): boolean {
    const value: SnapshotValue | undefined = snapshotValueSchema.safeParse(got).data;
    if (value === undefined) return false;
    this.#view.counters.fill(value.counters);
    this.#view.accounts.fill(value.accounts);
    this.#view.groups.fill(value.groups);
    return true;
  }
}
