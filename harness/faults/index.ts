import type { Fault } from './fault.ts';
import { nodeDrain } from './node-drain.ts';
import { podDelete } from './pod-delete.ts';
import { podKill } from './pod-kill.ts';

/** Every fault there is, by its id; a new one is one file and one line here. */
export const FAULTS: ReadonlyMap<string, Fault> = new Map(
  [podDelete, podKill, nodeDrain].map((fault) => [fault.id, fault]),
);
