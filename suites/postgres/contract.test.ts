import { describe, expect, test } from '@jest/globals';
import {
  durabilityContractSchema,
  promisesWords,
  weakerThanDocumented,
} from '../../harness/model/contract.ts';
import { contract } from './contract.ts';
import { stack } from './stack.ts';

describe('what PostgreSQL promises', () => {
  test.each([1, 2, 3, 5])('with %i members: everything, as its documentation does', (members) => {
    const declared = contract(members);
    expect(durabilityContractSchema.parse(declared)).toEqual(declared);
    expect(declared.members).toBe(members);
    expect(promisesWords(declared.promises)).toBe(
      'process, pod, node, power: everything acknowledged is kept',
    );
    expect(weakerThanDocumented(declared)).toEqual([]);
  });

  test('rests on more disks with more members', () => {
    expect(contract(1).summary).toMatch(/nobody to wait for/);
    expect(contract(2).summary).toMatch(/its only follower, without which writes wait/);
    expect(contract(3).summary).toMatch(/one of 2 followers/);
    const titles = (members: number): string =>
      contract(members)
        .documented.sources.map(({ title }) => title)
        .join('\n');
    expect(titles(1)).toMatch(/synchronous_commit.*\n.*fsync.*\n.*Reliability/);
    expect(titles(1)).not.toMatch(/Synchronous Replication/);
    expect(titles(2)).toMatch(/Synchronous Replication/);
  });

  test('is what the stack says', () => {
    expect(stack.contract(3)).toEqual(contract(3));
  });
});
