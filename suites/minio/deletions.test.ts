import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../harness/model/operation.ts';
import { Deletions } from './deletions.ts';

const OK: Outcome = { type: 'ok', value: {} };
const REFUSED: Outcome = { type: 'info', error: '503 SlowDownWrite' };
const answer = (outcome: Outcome) => (): Promise<Outcome> => Promise.resolve(outcome);
const notSent = { type: 'fail', error: expect.stringMatching(/^not sent: what became of the deletion/) };

describe('a name of which nobody knows whether it was deleted', () => {
  test('is not deleted again until it was put again', async () => {
    const deletions = new Deletions();
    expect(await deletions.settled('a', answer(REFUSED))).toEqual(REFUSED);
    expect(await deletions.settled('a', answer(OK))).toMatchObject(notSent);
    expect(await deletions.settled('b', answer(OK))).toEqual(OK);
    await deletions.overwritten('a', answer(REFUSED));
    await deletions.overwritten('b', answer(OK));
    expect(await deletions.settled('a', answer(OK))).toMatchObject(notSent);
    await deletions.overwritten('a', answer(OK));
    expect(await deletions.settled('a', answer(OK))).toEqual(OK);
  });

  test('is not settled by a put that was sent before', async () => {
    const deletions = new Deletions();
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const put = deletions.overwritten('a', () => promise);
    await deletions.settled('a', answer(REFUSED));
    resolve(OK);
    await put;
    expect(await deletions.settled('a', answer(OK))).toMatchObject(notSent);
  });

  test('nor by a put that was sent while it was being deleted', async () => {
    const deletions = new Deletions();
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const deletion = deletions.settled('a', () => promise);
    const put = deletions.overwritten('a', async () => {
      await deletion;
      return OK;
    });
    resolve(REFUSED);
    await put;
    expect(await deletions.settled('a', answer(OK))).toMatchObject(notSent);
  });

  test('nor by a put that an earlier deletion was settled by already', async () => {
    const deletions = new Deletions();
    await deletions.settled('a', answer(REFUSED));
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const slow = deletions.overwritten('a', () => promise);
    await deletions.overwritten('a', answer(OK));
    await deletions.settled('a', answer(REFUSED));
    resolve(OK);
    await slow;
    expect(await deletions.settled('a', answer(OK))).toMatchObject(notSent);
  });

  test('and while a deletion is under way none other is', async () => {
    const deletions = new Deletions();
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const first = deletions.settled('a', () => promise);
    expect(await deletions.settled('a', answer(OK))).toMatchObject(notSent);
    resolve(OK);
    expect(await first).toEqual(OK);
    expect(await deletions.settled('a', answer(OK))).toEqual(OK);
  });
});
