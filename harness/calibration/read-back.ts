import type { Budgets } from '../core/budgets.ts';
import { sentenceOf } from '../core/errors.ts';
import { raceAbort } from '../core/wait-for.ts';
import { READ_BACK_VERSION, type ReadBack, type ReadBackHeader } from '../model/read-back.ts';
import type { Workload } from '../stack/workload.ts';

/**
 * Lets the operations of unknown outcome settle, then reads everything back from the one member, as a scenario does.
 * What goes wrong is in the read-back. @throws the interruption, and nothing else.
 */
export async function readBackOne(
  workload: Workload,
  pod: string,
  budgets: Budgets,
  signal: AbortSignal = new AbortController().signal,
): Promise<ReadBack> {
  // A server that cannot name a position is read all the same.
  const position = await raceAbort(workload.settle(), signal).catch((error: unknown) => {
    if (signal.aborted) throw error;
    return undefined;
  });
  const budget = budgets.of('read-back');
  const deadline = AbortSignal.timeout(budget.seconds * 1000);
  const elements: ReadBack['elements'] = [];
  let header: ReadBackHeader | undefined;
  const begin = (about: Pick<ReadBackHeader, 'barrier' | 'role'>): ReadBackHeader => ({
    ...{ format: 'holdfast-read-back', version: READ_BACK_VERSION, member: pod, startedAt: 0, ...about },
  });
  const reading = workload.readBack(pod, position, {
    begin: (barrier, role) => {
      header = begin({ barrier, role });
      return Promise.resolve();
    },
    element: (element) => {
      elements.push(element);
      return Promise.resolve();
    },
  });
  try {
    const footer = await raceAbort(reading, AbortSignal.any([deadline, signal]));
    if (header === undefined) throw new Error('it never said how it began');
    return { header, elements, footer };
  } catch (error) {
    if (signal.aborted) throw error;
    const detail = deadline.aborted ? `not ended within ${String(budget.seconds)} s` : sentenceOf(error);
    const barrier = { wanted: position ?? 'unknown', reached: false, saw: detail };
    header ??= begin({ barrier, role: 'unknown' });
    return { header, elements, footer: { end: 'harness-error', elements: elements.length, detail } };
  }
}
