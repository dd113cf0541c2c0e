import { describe, expect, test } from '@jest/globals';
import {
  durabilityContractSchema,
  promisesWords,
  weakerThanDocumented,
} from '../../harness/model/contract.ts';
import { contract } from './contract.ts';
import { stack } from './stack.ts';

describe('what MinIO promises', () => {
  test.each([1, 4, 8])(
    'with %i servers: everything, as its documentation does, but for reads beside servers that start',
    (members) => {
      const declared = contract(members);
      expect(durabilityContractSchema.parse(declared)).toEqual(declared);
      expect(declared.members).toBe(members);
      expect(promisesWords(declared.promises)).toBe(
        'process, pod, node, power: everything acknowledged is kept',
      );
      expect(weakerThanDocumented(declared).map((weaker) => weaker.class)).toEqual(
        members > 1 ? ['reads'] : [],
      );
    },
  );

  test('rests on more servers with more members', () => {
    expect(contract(1).summary).toMatch(/the only server/);
    expect(contract(4).summary).toMatch(/three of the four drives, each on a server/);
    expect(contract(8).summary).toMatch(/one of 2 pools/);
    expect(contract(1).documented.sources.length).toBeLessThan(contract(4).documented.sources.length);
  });

  test('is what the stack says, which tells why some scenarios do not apply', () => {
    expect(stack.contract(4)).toEqual(contract(4));
    expect(Object.keys(stack.inapplicable ?? {})).toEqual(['upgrade', 'scale-down', 'scale-down-up']);
    for (const reason of Object.values(stack.inapplicable ?? {})) expect(reason).toMatch(/https:.*\.$/s);
  });
});
