import { controlEvidence, fault, readBack, sampleEvidence, without } from '../checks/evidence.fixture.ts';
import { judgeScenario, verdictOfRun } from '../checks/judge.ts';
import type { RunResult } from '../model/result.ts';
import type { Finding } from '../model/verdict.ts';

/** A run with a pass, a fail (a lost write, not recovered), and an unknown (a fault without proof). */
export function sampleRun(changes: Partial<RunResult> = {}): RunResult {
  const dead = without(fault({ missing: 'db-0 <is> not ready | yet' }), 'wholeAt');
  const lossy = sampleEvidence({
    faults: [dead],
    readBacks: [0, 1, 2].map((n) => readBack(`db-${String(n)}`, [])),
  });
  const victims = fault().victims.map((victim) => ({ ...victim, stack: 'queue' }));
  const proof = { proven: false, evidence: [] };
  const unproven = sampleEvidence({ faults: [fault({ fault: 'pod-kill', victims, proof })] });
  const scenarios = [
    judgeScenario(controlEvidence(), 'db/control'),
    judgeScenario(lossy, 'db/pod-delete'),
    judgeScenario(
      { ...unproven, record: { ...unproven.record, stack: 'queue', scenario: 'pod-kill' } },
      'queue/pod-kill',
    ),
  ];
  return {
    format: 'holdfast-results',
    version: 3,
    run: '20261121-120000-abcd',
    verdict: verdictOfRun({ scenarios }),
    weakerContracts: [],
    startedAt: '2026-11-21T12:00:00.000Z',
    endedAt: '2026-11-21T12:10:00.000Z',
    seed: 7,
    rate: 200,
    writers: 8,
    readRate: 20,
    mix: { add: 8, remove: 2 },
    loadSeconds: 5,
    parallel: 2,
    cluster: { name: 'kind-x', kubernetes: 'v1.36.0', nodes: 5, reused: false },
    images: [{ name: 'database', reference: 'database:1@sha256:1', source: 'packages', id: 'sha256:2' }],
    scenarios,
    setup: [{ step: 'cluster', seconds: 41.26 }],
    notTested: ['The loss of a whole zone.'],
    ...changes,
  };
}

/** The same with a scenario that does not apply to its stack. */
export function withInapplicable(): RunResult {
  const run = sampleRun();
  const control = judgeScenario(controlEvidence(), '');
  const message = 'It only <grows>.';
  const finding: Finding = {
    ...{ judge: 'engine', kind: 'not-applicable', effect: 'note', message, count: 1, examples: [] },
  };
  const scenario = {
    ...control,
    scenario: 'scale-down',
    verdict: 'not-applicable' as const,
    findings: [finding],
  };
  return { ...run, scenarios: [...run.scenarios, scenario] };
}
