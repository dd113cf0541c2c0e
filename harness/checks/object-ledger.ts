import { objectAnswerSchema, objectSchema, type ObjectAnswer } from '../model/object-functions.ts';
import type { Call } from './calls.ts';
import { ValueReader } from './malformed.ts';
import { ObjectHistory, type Put } from './object-history.ts';

/** Joins the puts and deletes of a bucket to histories of its objects, call by call. */
export class ObjectLedger {
  readonly objects = new Map<string, ObjectHistory>();
  /** The puts of all objects by their version tokens. */
  readonly byToken = new Map<string, Put>();
  readonly values = new ValueReader();
  /** Objects that cannot be judged: what the history says of them cannot be right. */
  readonly suspect = new Set<string>();

  put(call: Call): void {
    const { key, sent, nth } = call;
    const value = this.values.read(objectSchema, sent, `What the put of ${key} sent`, nth);
    if (value === undefined) {
      this.suspect.add(key);
      return;
    }
    if (this.byToken.has(value.version)) {
      this.values.note(`The version token ${value.version} of ${key} had been used before.`, nth);
      this.suspect.add(key);
    }
    const { versionId, etag } = this.#answer(call);
    const put: Put = {
      kind: 'put',
      ...value,
      ...writtenBy(call),
      versionId,
      etag,
      label: `${key}@${value.version}`,
    };
    this.byToken.set(value.version, put);
    this.history(key).add(put);
  }

  delete(call: Call): void {
    const { versionId } = this.#answer(call);
    const history = this.history(call.key);
    const label = `${call.key}@deletion-${String(history.deletes.length + 1)}`;
    history.add({ kind: 'delete', ...writtenBy(call), versionId, label });
  }

  history(key: string): ObjectHistory {
    let history = this.objects.get(key);
    if (history === undefined) {
      history = new ObjectHistory(key);
      this.objects.set(key, history);
    }
    return history;
  }

  /** One that cannot be read tells no version, and changes nothing else. */
  #answer({ f, key, got, outcome, nth }: Call): ObjectAnswer {
    if (outcome !== 'ok' || got === undefined) return {};
    return this.values.read(objectAnswerSchema, got, `The answer to ${f} of ${key}`, nth) ?? {};
  }
}

function writtenBy({ key, invokedAt, completedAt, outcome, waived }: Call) {
  return {
    object: key,
    invokedAt,
    outcome,
    waived,
    effectiveBy: outcome === 'ok' ? (completedAt ?? Infinity) : Infinity,
  };
}
