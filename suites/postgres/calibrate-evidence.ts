import type { LoadedEvidence } from '../../harness/model/bundle-evidence.ts';
import type { IdentitySnapshot } from '../../harness/model/identity.ts';
import type { Operation } from '../../harness/model/operation.ts';
import type { ReadBack } from '../../harness/model/read-back.ts';
import { stack } from './stack.ts';

export const POD = 'postgres-0';
export const NAMES = { run: 'calibration', stack: stack.name, scenario: 'calibration' };
export const SETTINGS = { seed: 1, rate: 400, writers: 8 };

/** The evidence of a calibration, as a scenario's folder would hold it: one member that leads from beginning to end. */
export function evidenceOf(operations: Operation[], readBack: ReadBack, originWall: string): LoadedEvidence {
  return {
    record: {
      format: 'holdfast-scenario',
      version: 2,
      ...NAMES,
      ...SETTINGS,
      product: stack.product,
      title: 'One server, restarted and killed',
      namespace: '',
      members: 1,
      faults: 0,
      contract: stack.contract(1),
      power: { acknowledgedBefore: 0, acknowledgedAfter: 0, inFlightAtFault: 0 },
      budgets: {},
      images: {},
      originWall,
    },
    operations,
    historyTorn: false,
    readBacks: [readBack],
    before: oneLeader(),
    faults: [],
    phases: [],
    problems: [],
  };
}

/** Who leads decides which reads must not be stale. */
function oneLeader(): IdentitySnapshot {
  const nothing = { node: null, podIp: null, containerId: null, claim: null, claimUid: null, volume: null };
  return {
    takenAt: 0,
    wanted: 1,
    claims: [],
    members: [
      {
        ...nothing,
        ...{ ordinal: 0, pod: POD, podUid: '', role: 'leader', ready: true, restartCount: 0, dnsName: '' },
        ...{ ownerUid: null, revision: null, claimOwners: [], volumeHandle: null, volumeNode: null },
      },
    ],
    problems: [],
  };
}
