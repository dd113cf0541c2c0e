import type { Outcome } from '../../harness/model/operation.ts';
import type { Planned } from '../../harness/stack/workload.ts';
import type { Planning } from './plan.ts';
import { checksumOf } from './settings.ts';

/** What the history keeps of an operation that is sent. */
export function planned(planning: Planning, pod: string, send: () => Promise<Outcome>): Planned {
  const { f, key } = planning;
  const value = sentBy(planning);
  return { f, key, member: pod, ...(value === undefined ? {} : { value }), send };
}

function sentBy(planning: Planning): unknown {
  switch (planning.f) {
    case 'put-object': {
      const { sha256, data, version, parts } = planning;
      return { sha256, size: data.length, version, parts };
    }
    case 'list-objects':
      return { prefix: planning.prefix };
    case 'add':
      return { sha256: checksumOf(planning), size: planning.text.length };
    case 'delete-object':
    case 'read-object':
      return undefined;
  }
}
