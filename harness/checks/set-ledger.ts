import { payloadSchema } from '../model/functions.ts';
import type { Call, Calls } from './calls.ts';
import { ValueReader } from './malformed.ts';
import { wasAcknowledgedBefore } from './writes.ts';

/**
 * Whether an element may be there in spite of its removals. `none`: nobody removed it, or every removal was
 * certainly not applied. `certain`: a removal was acknowledged that was invoked after the element's add had
 * been acknowledged. `possible`: anything else, and both states are right.
 */
export type Removal = 'none' | 'possible' | 'certain';

/** What the history says of one element. */
export interface Entry {
  key: string;
  /** What was written. */
  sha256: string | undefined;
  added: Call['outcome'];
  removal: Removal;
}

/** Every element of a history. */
export interface SetLedger {
  /** By key, in the order of invocation. */
  entries: ReadonlyMap<string, Entry>;
  /** Where the history breaks the set's rules, a sentence each. */
  malformed: readonly string[];
  /** Keys of which the history contradicts itself: nothing can be said about them. */
  suspect: ReadonlySet<string>;
  /** Elements whose acknowledged add nobody had removed, and that their removal did not find. */
  notFound: ReadonlySet<string>;
  values: ValueReader;
}

/** Joins adds and removes to elements. A key is added once, removed after that, and never used again. */
export function setLedger({ calls, suspect: contradicted }: Calls): SetLedger {
  const entries = new Map<string, Entry & { add: Call }>();
  const malformed: string[] = [];
  const suspect = new Set(contradicted);
  const removed = new Set<string>();
  const notFound = new Set<string>();
  const values = new ValueReader();

  const broken = (sentence: string, key: string): void => {
    malformed.push(sentence);
    suspect.add(key);
  };

  const add = (call: Call): void => {
    const { key, outcome } = call;
    if (entries.has(key)) broken(`The key ${key} was added twice.`, key);
    else if (removed.has(key)) broken(`The key ${key} was added after it was removed.`, key);
    const payload = values.read(payloadSchema, call.sent, `What the write of ${key} sent`);
    if (payload === undefined) suspect.add(key);
    entries.set(key, { key, sha256: payload?.sha256, added: outcome, removal: 'none', add: call });
  };

  const remove = (call: Call): void => {
    const { key, outcome } = call;
    const entry = entries.get(key);
    removed.add(key);
    if (entry === undefined) {
      broken(`The key ${key} was removed, and nobody had added it.`, key);
    } else if (outcome === 'ok' && wasAcknowledgedBefore(entry.add, call.invokedAt)) {
      if (call.got === 0 && entry.removal === 'none') notFound.add(key);
      entry.removal = 'certain';
    } else if (outcome !== 'fail' && entry.removal === 'none') {
      entry.removal = 'possible';
    }
  };

  for (const call of calls) {
    if (call.f === 'add') add(call);
    else if (call.f === 'remove') remove(call);
  }
  return { entries, malformed, suspect, notFound, values };
}

/** What has to be at the end, by what the history says of an element. */
export function expected({ added, removal }: Entry): 'present' | 'absent' | 'either' {
  if (added === 'fail' || removal === 'certain') return 'absent';
  return added === 'ok' && removal === 'none' ? 'present' : 'either';
}
