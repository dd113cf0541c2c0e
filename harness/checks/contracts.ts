import { contractValueSchema } from '../model/functions.ts';
import type { ContractInForce } from '../model/result.ts';
import type { Calls } from './calls.ts';

/** The contracts that the harness declared in the history, in their order; a declaration that cannot be read is left out. */
export function contractsOf({ nemesis }: Pick<Calls, 'nemesis'>): ContractInForce[] {
  return nemesis.flatMap(({ f, value, time }) => {
    const contract = f === 'contract' ? contractValueSchema.safeParse(value).data : undefined;
    return contract === undefined ? [] : [{ ...contract, at: time }];
  });
}
