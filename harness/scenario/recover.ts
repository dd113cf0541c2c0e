import { BudgetExceededError } from '../core/wait-for.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { Participant } from './participant.ts';
import { wholeWithin } from './steady-state.ts';
import { versionsOf } from './strike.ts';

/** Waits until the stack is whole again, and writes down when it was or what was missing. */
export async function recover(participant: Participant, records: FaultRecord[]): Promise<boolean> {
  const { context, recorder, stack } = participant;
  let missing: string | undefined;
  try {
    await wholeWithin(participant, context.budgets.of('recover'), `${stack.name} to be whole again`);
  } catch (error) {
    if (!(error instanceof BudgetExceededError)) throw error;
    missing = error.lastSeen;
  }
  const now = context.clock.now();
  for (const record of records) {
    if (missing === undefined) record.wholeAt = now;
    else record.missing = missing;
    if (missing === undefined && record.newVersion === true) {
      record.versionsAfter = await versionsOf(participant);
    }
    await recorder.fault(record);
  }
  return missing === undefined;
}
