import type { Budgets } from '../core/budgets.ts';
import type { LoadedEvidence } from '../model/bundle-evidence.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { IdentitySnapshot } from '../model/identity.ts';
import type { MemberRole } from '../model/member-role.ts';
import type { Operation } from '../model/operation.ts';
import type { ReadBack } from '../model/read-back.ts';
import type { ScenarioRecord } from '../model/scenario-record.ts';
import { podOf, type Stack } from '../stack/stack.ts';
import type { CalibrationSettings } from './settings.ts';

/** What a calibration's history and record are of. */
export const namesOf = ({ name }: Stack): Pick<ScenarioRecord, 'run' | 'stack' | 'scenario'> => ({
  ...{ run: 'calibration', stack: name, scenario: 'calibration' },
});

/** What happened in a calibration. */
export interface Happened {
  budgets: Budgets;
  originWall: string;
  operations: Operation[];
  readBack: ReadBack;
  faults: FaultRecord[];
}

/** The evidence of a calibration, as a scenario's folder would hold it: one member, with one role from beginning to end. */
export function evidenceOf(
  stack: Stack,
  settings: CalibrationSettings,
  { budgets, originWall, operations, readBack, faults }: Happened,
): LoadedEvidence {
  const { seed, rate, writers, mix = stack.mix, before, after } = settings;
  return {
    record: {
      format: 'holdfast-scenario',
      version: 2,
      ...namesOf(stack),
      product: stack.product,
      title: 'One server by itself, without Kubernetes',
      namespace: '',
      members: 1,
      faults: faults.length,
      contract: stack.contract(1),
      power: { acknowledgedBefore: before.atLeast, acknowledgedAfter: after.atLeast, inFlightAtFault: 0 },
      ...{ seed, rate, writers, mix: { ...mix } },
      budgets: budgets.toJSON(),
      images: {},
      originWall,
    },
    operations,
    historyTorn: false,
    readBacks: [readBack],
    before: oneMember(podOf(stack, 0), readBack.header.role),
    faults,
    phases: [],
    problems: [],
  };
}

/** Who leads decides which reads must not be stale. */
function oneMember(pod: string, role: MemberRole): IdentitySnapshot {
  const nothing = { node: null, podIp: null, containerId: null, claim: null, claimUid: null, volume: null };
  return {
    takenAt: 0,
    wanted: 1,
    claims: [],
    members: [
      {
        ...nothing,
        ...{ ordinal: 0, pod, podUid: '', role, ready: true, restartCount: 0, dnsName: '' },
        ...{ ownerUid: null, revision: null, claimOwners: [], volumeHandle: null, volumeNode: null },
      },
    ],
    problems: [],
  };
}
