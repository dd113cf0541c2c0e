import type { FaultRecord } from '../model/fault-record.ts';
import { hitsOf } from './identity-pod.ts';

/** Whether a member has to be there at the end; `unclear` where that hangs on a fault that was not proven. */
export type Wanted = 'wanted' | 'unwanted' | 'unclear';

/** A member, by its ordinal and its pod's name. */
export interface Place {
  ordinal: number;
  pod: string;
}

/** Follows a member through the faults: one makes it gone, another sets the number of members anew. */
export function wantedAtTheEnd(
  { ordinal, pod }: Place,
  wasThere: boolean,
  faults: readonly FaultRecord[],
  stack: string,
): Wanted {
  const inOrder = [...faults].sort((a, b) => a.injectedAt - b.injectedAt);
  const after = (happened: readonly FaultRecord[]): boolean =>
    happened.reduce((there, fault) => {
      if (fault.membersAfter !== undefined) return ordinal < fault.membersAfter;
      return there && !hitsOf([fault], stack, pod).some(({ expectation }) => expectation === 'gone');
    }, wasThere);
  const wanted = after(inOrder.filter((fault) => fault.proof.proven));
  if (wanted !== after(inOrder)) return 'unclear';
  return wanted ? 'wanted' : 'unwanted';
}
