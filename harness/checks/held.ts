import type { ReadBack } from '../model/read-back.ts';

/** Whether a read-back is evidence of absence too: it says that it came to its end. */
export function isComplete({ footer }: Pick<ReadBack, 'footer'>): boolean {
  return footer?.end === 'complete';
}

/** Whether what is not in a read-back is not there: it is complete, or the data set is gone. */
export function provesAbsence({ footer }: Pick<ReadBack, 'footer'>): boolean {
  return footer?.end === 'complete' || footer?.end === 'dataset-gone';
}
