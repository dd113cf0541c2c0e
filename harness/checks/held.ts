import type { Element, ReadBack } from '../model/read-back.ts';
import type { Place } from './anomalies.ts';

type Kind = Element['of'];
type Of<K extends Kind> = Extract<Element, { of: K }>;

/** Where a read-back was taken, as findings name it. */
export function placeOf({ header: { member, role } }: ReadBack): Place {
  return { member, role };
}

/** Whether the read-back is evidence of absence too: it says that it came to its end. */
export function isComplete(readBack: ReadBack): boolean {
  return readBack.footer?.end === 'complete';
}

/** Whether what is not in the read-back is not there: it is complete, or the data set is gone. */
export function provesAbsence(readBack: ReadBack): boolean {
  return isComplete(readBack) || readBack.footer?.end === 'dataset-gone';
}

/** The things of one kind that a member holds, in the order in which they were read. */
export function heldBy<K extends Kind>(readBack: ReadBack, of: K): Of<K>[] {
  return readBack.elements.filter((element): element is Of<K> => element.of === of);
}
