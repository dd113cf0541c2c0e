import type { FaultRecord } from '../model/fault-record.ts';
import type { Span } from './load-span.ts';

/**
 * When reads need not have been current, by the contracts in force: under one that promises it only while the stack is
 * whole, from each proven fault's injection until the stack was whole again, or without end where it never was. A fault
 * that was not proven excuses nothing.
 */
export function disruptions(faults: readonly FaultRecord[]): Span[] {
  return faults
    .filter(({ proof, contracts }) => proof.proven && contracts.some(saysWhileWhole))
    .map(({ injectedAt, wholeAt = Infinity }) => ({ from: injectedAt, to: wholeAt }));
}

const saysWhileWhole = ({ contract }: FaultRecord['contracts'][number]): boolean =>
  contract.reads?.current === 'while-whole';

/** Whether any moment of a read lies in one of them. */
export function isExcused(spans: readonly Span[], { from, to }: Span): boolean {
  return spans.some((span) => from <= span.to && to >= span.from);
}
