import { promiseUnder, type ContractInForce, type KeepPromise } from '../model/contract.ts';
import type { FaultRecord } from '../model/fault-record.ts';

/** A span of run time in milliseconds, both ends included: what was acknowledged in it may be lost. */
export interface LossWindow {
  from: number;
  to: number;
}

/**
 * When acknowledgements did not promise that their writes survive, by the contracts in force at the faults.
 * Only a proven fault opens a window, and only where the contract promises less than everything of its class:
 * - all but a window: from that long before the injection, before which the fault cannot have taken hold;
 * - nothing: from the beginning, 0.
 *
 * It ends when the fault had taken hold at the latest: at its effect; for a fault that goes on to take one member
 * after the other, and where the effect is not on record, at the recovery; without one of these never (Infinity).
 * Nothing tells when between injection and effect it took hold, so that a window is longer by that span than
 * the contract's. Where contracts followed each other meanwhile, each rules what was acknowledged under it; the
 * first rules what was acknowledged before as well.
 *
 * A fault that takes nothing away, one that was not proven and one with no contract on record open none:
 * everything acknowledged has to be there.
 */
export function lossWindows({ faults }: { readonly faults: readonly FaultRecord[] }): LossWindow[] {
  return faults.flatMap((fault) => {
    if (!fault.proof.proven) return [];
    const contracts = fault.contracts.toSorted((a, b) => a.at - b.at);
    return contracts.flatMap((inForce, i) => windowUnder(fault, inForce, contracts[i + 1]?.at, i === 0));
  });
}

/** Whether something that was acknowledged at that run time may be lost. */
export function mayBeLost(windows: readonly LossWindow[], acknowledgedAt: number): boolean {
  return windows.some(({ from, to }) => from <= acknowledgedAt && acknowledgedAt <= to);
}

/** The window under one contract, as far as that was in force; `until`: when the next one was. */
function windowUnder(
  fault: FaultRecord,
  { at, contract }: ContractInForce,
  until: number | undefined,
  first: boolean,
): LossWindow[] {
  const promise = promiseUnder(contract, fault.class);
  if (promise.keeps === 'everything') return [];
  const from = Math.max(beginning(promise, fault), first ? 0 : at);
  const to = Math.min(takenHoldBy(fault), until ?? Infinity);
  return from <= to ? [{ from, to }] : [];
}

function beginning(
  promise: Exclude<KeepPromise, { keeps: 'everything' }>,
  { injectedAt }: FaultRecord,
): number {
  return promise.keeps === 'nothing' ? 0 : injectedAt - promise.windowSeconds * 1000;
}

/** When a fault had taken away at the latest whatever it takes. */
function takenHoldBy({ goesOn, effectAt, wholeAt }: FaultRecord): number {
  return (goesOn === true ? wholeAt : (effectAt ?? wholeAt)) ?? Infinity;
}
