import type { FunctionName } from '../model/functions.ts';
import type { Outcome } from '../model/operation.ts';
import type { Stack } from '../stack/stack.ts';
import type { Planned, Workload } from '../stack/workload.ts';

/** What is acknowledged without saying more than that. */
const ACKNOWLEDGED: readonly FunctionName[] = [
  'add',
  'transfer',
  'add-group',
  'write',
  'enqueue',
  'put-object',
];

/**
 * The stack with a broken client, which takes a write for acknowledged as soon as it is sent: what a server was killed
 * over, and what it refused, is gone, and the judges have to say so.
 */
export function hasty(stack: Stack): Stack {
  return {
    ...stack,
    workload: (access, options) => hastened(stack.workload(access, options)),
  };
}

/** A workload that does not wait for the answers to its writes. */
export function hastened(workload: Workload): Workload {
  const underWay = new Set<Promise<Outcome>>();
  const answered = async (): Promise<void> => {
    await Promise.all(underWay);
  };
  const hasten = (planned: Planned): Planned => ({
    ...planned,
    send: () => {
      const sent = planned.send();
      underWay.add(sent);
      void sent.finally(() => underWay.delete(sent));
      return Promise.resolve({ type: 'ok' }); // the flaw: nobody has answered yet
    },
  });
  return {
    setUp: () => workload.setUp(),
    declared: () => workload.declared(),
    next: () => {
      const planned = workload.next();
      return ACKNOWLEDGED.includes(planned.f) ? hasten(planned) : planned;
    },
    nextRead: (ordinal) => workload.nextRead(ordinal),
    // Nothing may still be sent while the data is read back.
    settle: async () => {
      await answered();
      return await workload.settle();
    },
    readBack: (pod, position, sink) => workload.readBack(pod, position, sink),
    versions: () => workload.versions(),
    close: async () => {
      await answered();
      await workload.close();
    },
  };
}
