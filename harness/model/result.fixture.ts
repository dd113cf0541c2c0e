import { sampleContract } from './contract.fixture.ts';
import { NO_DATA, type RunResult, type ScenarioResult } from './result.ts';

/** A result in which everything is said that can be. */
export const SAMPLE_SCENARIO: ScenarioResult = {
  stack: 'db',
  product: 'Database 1',
  scenario: 'pod-kill',
  title: 'A pod is killed',
  variant: 'broken',
  verdict: 'fail',
  findings: [{ judge: 'set', kind: 'lost', effect: 'fail', message: 'Lost.', count: 1, examples: ['k1'] }],
  contract: sampleContract(),
  contracts: [{ at: 0, contract: sampleContract() }],
  heldTo: [
    {
      fault: 'pod-kill',
      class: 'pod',
      promises: [{ members: 3, promise: { keeps: 'all-but-window', windowSeconds: 0.5 } }],
    },
  ],
  operations: {
    ...{ attempted: 9, acknowledged: 6, failed: 2, indeterminate: 1, reads: 4 },
    ...{ inFlightAtFault: 2, inFlightAtFaults: [2] },
  },
  data: { ...NO_DATA, membersRead: ['db-0'], lost: 1 },
  availability: {
    ...{ firstAcknowledged: 0.5, outage: 1.5, recovery: 2.5, longestGap: 3.5 },
    stretches: [
      {
        ...{ stretch: 'during', acknowledged: 6, failed: 2, indeterminate: 1 },
        latencyMs: { p50: 1.5, p95: 2.5, p99: 3.5, max: 4.5 },
        errors: [{ error: 'No answer (#).', count: 2 }],
      },
    ],
  },
  faults: [
    {
      ...{ fault: 'pod-kill', target: 'leader', victims: [], expectation: 'new-pod', class: 'pod' },
      ...{ contracts: [], injectedAt: 3, recoverBudgetSeconds: 60 },
      proof: { proven: true, evidence: ['db-0 has another UID.'] },
    },
  ],
  durations: { load: 1.5 },
  askedAt: 0.5,
  startedAt: 1.5,
  endedAt: 2.5,
  folder: 'scenarios/db-pod-kill',
};

/** A run of that scenario alone. */
export const SAMPLE_RUN: RunResult = {
  format: 'holdfast-results',
  version: 3,
  run: 'run-1',
  verdict: 'fail',
  weakerContracts: [
    {
      ...{ stack: 'db', variant: 'broken', members: 1, class: 'power', promised: 'a', documented: 'b' },
      sources: sampleContract().documented.sources,
    },
  ],
  startedAt: '2026-11-21T12:00:00.000Z',
  endedAt: '2026-11-21T13:00:00.000Z',
  interrupted: 'SIGINT',
  seed: 7,
  rate: 0.5,
  writers: 4,
  readRate: 0.5,
  mix: { add: 0.5 },
  loadSeconds: 2.5,
  parallel: 2,
  cluster: { name: 'holdfast', kubernetes: 'v1', nodes: 4, reused: true },
  images: [{ name: 'db', reference: 'db:1', source: 'docker', id: 'sha256:1' }],
  scenarios: [SAMPLE_SCENARIO],
  setup: [{ step: 'cluster', seconds: 1.5 }],
  notTested: ['Nothing was said of networks.'],
};
