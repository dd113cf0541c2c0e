import { describe, expect, test } from '@jest/globals';
import {
  durabilityContractSchema,
  promiseUnder,
  weakerThanDocumented,
} from '../../harness/model/contract.ts';
import { contract } from './contract.ts';
import { stack } from './stack.ts';

describe('what RabbitMQ promises', () => {
  test.each([1, 2, 3, 5])('with %i members: everything but under a loss of power', (members) => {
    const declared = contract(members);
    expect(durabilityContractSchema.parse(declared)).toEqual(declared);
    for (const reach of ['none', 'process', 'pod', 'node'] as const) {
      expect(promiseUnder(declared, reach)).toEqual({ keeps: 'everything' });
    }
    expect(promiseUnder(declared, 'power')).toEqual({ keeps: 'all-but-window', windowSeconds: 35 });
  });

  test('is weaker there than its documentation, and says so', () => {
    expect(weakerThanDocumented(contract(3)).map((one) => one.class)).toEqual(['power']);
    expect(contract(3).summary).toMatch(/2 of 3 members.*one member.*not flushed/s);
    expect(contract(1).summary).toMatch(/the only member/);
  });

  test('is what the stack says', () => {
    expect(stack.contract(3)).toEqual(contract(3));
  });
});
