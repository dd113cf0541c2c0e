import { describe, expect, test } from '@jest/globals';
import {
  durabilityContractSchema,
  promisesWords,
  weakerThanDocumented,
} from '../../harness/model/contract.ts';
import { contract } from './contract.ts';
import { stack } from './stack.ts';

describe('what MySQL promises', () => {
  test.each([1, 2, 3, 5])('with %i members: everything, as its documentation does', (members) => {
    const declared = contract(members);
    expect(durabilityContractSchema.parse(declared)).toEqual(declared);
    expect(declared.members).toBe(members);
    expect(promisesWords(declared.promises)).toBe(
      'process, pod, node, power: everything acknowledged is kept',
    );
    expect(weakerThanDocumented(declared)).toEqual([]);
  });

  test('rests on more disks with more members, and says when it does not', () => {
    expect(contract(1).summary).toMatch(/nobody to wait for/);
    expect(contract(2).summary).toMatch(/relay log of its only follower/);
    expect(contract(3).summary).toMatch(/relay log of one of 2 followers .*but for commits that waited 90 s/);
    expect(contract(1).summary).not.toMatch(/follower/);
    const titles = (members: number): string =>
      contract(members)
        .documented.sources.map(({ title }) => title)
        .join('\n');
    expect(titles(1)).toMatch(/innodb_flush_log_at_trx_commit.*\n.*sync_binlog.*\n.*Recovery/);
    expect(titles(1)).not.toMatch(/Semisynchronous/);
    expect(titles(2)).toMatch(/Semisynchronous/);
  });

  test('is what the stack says', () => {
    expect(stack.contract(3)).toEqual(contract(3));
  });
});
