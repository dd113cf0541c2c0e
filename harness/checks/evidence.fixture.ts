import { createHash } from 'node:crypto';
import type { Evidence, LoadedEvidence } from '../model/bundle-evidence.ts';
import { sampleContract } from '../model/contract.fixture.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { FunctionName, SnapshotValue } from '../model/functions.ts';
import type { Operation } from '../model/operation.ts';
import type { Element, ReadBack } from '../model/read-back.ts';
import type { PhaseRecord } from '../model/scenario-record.ts';
import { identities, member, REPLACED } from './identity.fixture.ts';
import { sampleIncarnations, sampleSightings } from './incarnations.fixture.ts';

export { identities, member, REPLACED };

/** The SHA-256 that the sample writes under a key. */
export function sha256Of(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** A copy of a record that lacks some of its fields, as a file may. */
export function without<T extends object, K extends keyof T>(value: T, ...fields: K[]): Omit<T, K> {
  const copy = { ...value };
  for (const field of fields) Reflect.deleteProperty(copy, field);
  return copy;
}

/** The records of one write; without a completion it stays open. */
export function write(
  key: string,
  type: 'ok' | 'fail' | 'info' | 'open',
  span: { process?: number; from: number; to?: number },
): Operation[] {
  const { process = 0, from, to = from + 5 } = span;
  const common = { process, f: 'add', key, value: { sha256: sha256Of(key), size: 9 } };
  const invoke: Operation = { ...common, type: 'invoke', time: from };
  return type === 'open' ? [invoke] : [invoke, { ...common, type, time: to }];
}

/** What an operation carries beside its name: what was sent, what came back, who was asked. */
export interface Carried {
  sent?: unknown;
  got?: unknown;
  member?: string;
}

/** The records of one operation of any kind; without a completion it stays open. */
export function operation(
  f: FunctionName,
  key: string,
  type: 'ok' | 'fail' | 'info' | 'open',
  span: { process?: number; from: number; to?: number },
  { sent, got, member: asked }: Carried = {},
): Operation[] {
  const { process = 0, from, to = from + 5 } = span;
  const common = { process, f, key, ...(asked === undefined ? {} : { member: asked }) };
  const invoke: Operation = {
    ...common,
    type: 'invoke',
    time: from,
    ...(sent === undefined ? {} : { value: sent }),
  };
  if (type === 'open') return [invoke];
  const came = type === 'ok' ? (got === undefined ? {} : { value: got }) : { error: `it ended ${type}` };
  return [invoke, { ...common, type, time: to, ...came }];
}

/** The records of a read of one member that came back with a snapshot. */
export function snapshot(
  asked: string,
  got: Partial<SnapshotValue>,
  span: { process?: number; from: number; to?: number },
): Operation[] {
  const value = { counters: {}, accounts: {}, groups: {}, ...got };
  return operation('read', 'snapshot', 'ok', { process: 50, ...span }, { got: value, member: asked });
}

export function element(key: string): Extract<Element, { of: 'element' }> {
  return { of: 'element', key, sha256: sha256Of(key), stored: sha256Of(key) };
}

export function readBack(
  member: string,
  keys: readonly string[],
  end: 'complete' | 'torn' = 'complete',
): ReadBack {
  return {
    header: {
      format: 'holdfast-read-back',
      version: 3,
      member,
      role: member.endsWith('-0') ? 'leader' : 'follower',
      startedAt: 90_000,
      barrier: { wanted: '0/5000', reached: true, saw: '0/5000' },
    },
    elements: keys.map(element),
    footer: end === 'torn' ? undefined : { end, elements: keys.length },
  };
}

export function fault(changes: Partial<FaultRecord> = {}): FaultRecord {
  const { pod, podUid, ordinal, node, containerId, restartCount, claimUid } = member(0);
  return {
    fault: 'pod-delete',
    target: 'leader',
    victims: [{ stack: 'db', pod, podUid, ordinal, node, containerId, restartCount, claimUid }],
    expectation: 'new-pod',
    class: 'pod',
    contracts: [{ at: 9_000, contract: sampleContract() }],
    injectedAt: 30_000,
    effectAt: 32_000,
    proof: { proven: true, evidence: ['db-0 has the pod uid-0-new, it had uid-0.'] },
    wholeAt: 45_500,
    recoverBudgetSeconds: 60,
    ...changes,
  };
}

const PHASES: readonly [PhaseRecord['phase'], number, number][] = [
  ['deploy', 0, 8_000],
  ['baseline', 8_000, 10_000],
  ['load', 10_000, 30_000],
  ['inject', 30_000, 33_000],
  ['recover', 33_000, 45_500],
  ['quiesce', 80_000, 81_000],
  ['read-back', 90_000, 95_000],
];

/** 70 acknowledged writes, one a second from 10 s on, but none between the injection and 40 s. */
export const KEYS = Array.from({ length: 70 }, (_, i) => i).map((i) => `k${String(i)}`);

function operations(): Operation[] {
  return KEYS.flatMap((key, i) => {
    const from = 10_000 + i * 1000;
    const inOutage = from >= 30_000 && from < 40_000;
    return write(key, inOutage ? 'info' : 'ok', { process: inOutage ? 100 + i : 0, from });
  });
}

/** The keys whose writes the sample acknowledges. */
export const ACKNOWLEDGED = operations()
  .filter((operation) => operation.type === 'ok')
  .map((operation) => operation.key);

/** Evidence of a stack that passes: its leader's pod was deleted under load, and everything is there. */
export function sampleEvidence(changes: Partial<Evidence> = {}): LoadedEvidence {
  const sample: LoadedEvidence = {
    record: {
      format: 'holdfast-scenario',
      version: 2,
      run: 'run-1',
      stack: 'db',
      product: 'Database 1.0',
      scenario: 'pod-delete',
      title: 'The leader is deleted',
      variant: 'leader',
      namespace: 'ns',
      members: 3,
      faults: 1,
      contract: sampleContract(),
      power: { acknowledgedBefore: 20, acknowledgedAfter: 10, inFlightAtFault: 1 },
      seed: 7,
      rate: 1,
      writers: 1,
      budgets: {},
      images: {},
      originWall: '2026-11-21T12:00:00.000Z',
    },
    operations: operations(),
    historyTorn: false,
    readBacks: [0, 1, 2].map((n) => readBack(`db-${String(n)}`, ACKNOWLEDGED)),
    before: identities([0, 1, 2].map((n) => member(n))),
    after: identities([member(0, REPLACED), member(1), member(2)], { takenAt: 82_000 }),
    faults: [fault()],
    phases: PHASES.map(([phase, startedAt, endedAt]) => ({ phase, startedAt, endedAt })),
    pods: sampleSightings(true),
    incarnations: sampleIncarnations(true),
    problems: [],
  };
  return { ...sample, ...inMemory(changes) };
}

/** What tests change is in memory. */
function inMemory(changes: Partial<Evidence>): Partial<LoadedEvidence> {
  return changes as Partial<LoadedEvidence>;
}

/** Evidence of a control that passes: no fault, nothing changed. */
export function controlEvidence(changes: Partial<Evidence> = {}): LoadedEvidence {
  const sample = sampleEvidence();
  const record = without(sample.record, 'variant');
  return {
    ...sample,
    record: { ...record, scenario: 'control', title: 'Nothing is done to it', faults: 0 },
    after: identities(
      [0, 1, 2].map((n) => member(n)),
      { takenAt: 82_000 },
    ),
    faults: [],
    phases: sample.phases.filter(({ phase }) => phase !== 'inject' && phase !== 'recover'),
    pods: sampleSightings(false),
    incarnations: sampleIncarnations(false),
    ...inMemory(changes),
  };
}
