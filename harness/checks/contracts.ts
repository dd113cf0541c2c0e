import {
  durabilityContractSchema,
  promiseUnder,
  weakerThanDocumented,
  type ContractInForce,
  type DurabilityContract,
} from '../model/contract.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { HeldTo, ScenarioResult, WeakerContract } from '../model/result.ts';
import type { Calls } from './calls.ts';

/** The contracts that the harness declared in the history, in their order; a declaration that cannot be read is left out. */
export function contractsOf({ nemesis }: Pick<Calls, 'nemesis'>): ContractInForce[] {
  return nemesis.flatMap(({ f, value, time }) => {
    const contract = f === 'contract' ? durabilityContractSchema.safeParse(value).data : undefined;
    return contract === undefined ? [] : [{ at: time, contract }];
  });
}

/**
 * What a fault held the stack to: the promise of each contract that was in force while it was carried out. One that
 * was not proven excuses no loss.
 */
export function heldTo({ fault, class: reach, contracts, proof }: FaultRecord): HeldTo {
  const promises = contracts.map(({ contract }) => ({
    members: contract.members,
    promise: promiseUnder(contract, proof.proven ? reach : 'none'),
  }));
  return { fault, class: reach, promises };
}

/**
 * Where the contracts of a run promise less than their products' documentation: each stack, number of members and
 * class once, those of scenarios that did not run included.
 */
export function weakerContractsOf(
  scenarios: readonly Pick<ScenarioResult, 'stack' | 'variant' | 'contract' | 'contracts'>[],
): WeakerContract[] {
  const weaker = new Map<string, WeakerContract>();
  for (const { stack, variant, contract, contracts } of scenarios) {
    const subject = { stack, ...(variant === undefined ? {} : { variant }) };
    for (const one of [contract, ...contracts.map((inForce) => inForce.contract)]) {
      for (const entry of weakerIn(subject, one)) weaker.set(JSON.stringify(entry), entry);
    }
  }
  return [...weaker.values()];
}

function weakerIn(
  subject: Pick<WeakerContract, 'stack' | 'variant'>,
  contract: DurabilityContract,
): WeakerContract[] {
  const { members, documented } = contract;
  return weakerThanDocumented(contract).map((weaker) => ({
    ...{ ...subject, members, class: weaker.class },
    ...{ promised: weaker.promised, documented: weaker.documented, sources: documented.sources },
  }));
}
