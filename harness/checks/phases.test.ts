import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../model/bundle-evidence.ts';
import type { PhaseRecord } from '../model/scenario-record.ts';
import { controlEvidence, fault, sampleEvidence, without } from './evidence.fixture.ts';
import { judgePhases } from './phases.ts';

const found = (evidence: Evidence): string[] =>
  judgePhases(evidence).map(({ kind, effect }) => `${effect} ${kind}`);

const said = (evidence: Evidence): string[] =>
  judgePhases(evidence).map(({ judge, message }) => `${judge}: ${message}`);

/** The sample with one phase ended by an error. */
function broken(
  name: PhaseRecord['phase'],
  blame: PhaseRecord['blame'],
  changes: Partial<Evidence> = {},
): Evidence {
  const sample = sampleEvidence(changes);
  const trouble = { error: 'No answer.', ...(blame === undefined ? {} : { blame }) };
  return {
    ...sample,
    phases: sample.phases.map((phase) => (phase.phase === name ? { ...phase, ...trouble } : phase)),
  };
}

describe('the judge of phases', () => {
  test('finds nothing where all phases ended', () => {
    expect(found(sampleEvidence())).toEqual([]);
    expect(found(controlEvidence())).toEqual([]);
  });

  test.each<[PhaseRecord['phase'], PhaseRecord['blame'], string]>([
    ['deploy', 'stack', 'unknown deploy-failed'],
    ['baseline', 'stack', 'unknown baseline-failed'],
    ['load', 'stack', 'fail load-failed'],
    ['quiesce', 'stack', 'fail quiesce-failed'],
    ['read-back', 'stack', 'fail read-back-failed'],
    ['recover', 'stack', 'fail recover-failed'],
    ['read-back', 'harness', 'unknown harness-error'],
    ['read-back', undefined, 'unknown harness-error'],
    ['recover', 'interrupted', 'unknown interrupted'],
  ])('in %s, by the %s: %s', (phase, blame, finding) => {
    expect(found(broken(phase, blame))).toEqual([finding]);
  });

  test('does not hold against a stack what went wrong before a fault was proven', () => {
    const unproven = [fault({ proof: { proven: false, evidence: [] } })];
    expect(found(broken('quiesce', 'stack', { faults: unproven }))).toEqual(['unknown quiesce-failed']);
    const later = [fault({ injectedAt: 85_000 })];
    expect(found(broken('quiesce', 'stack', { faults: later }))).toEqual(['unknown quiesce-failed']);
    expect(found(broken('read-back', 'stack', { faults: later }))).toEqual(['fail read-back-failed']);
  });

  test('leaves a recovery over its budget to the judge of availability', () => {
    const rest = without(fault({ missing: 'db-0' }), 'wholeAt');
    expect(found(broken('recover', 'stack', { faults: [rest] }))).toEqual([]);
    expect(found(broken('recover', 'stack', { faults: [fault(), rest] }))).toEqual([]);
    expect(found(broken('quiesce', 'stack', { faults: [rest] }))).toEqual(['fail quiesce-failed']);
  });

  test('does not know of a run that ended in a phase', () => {
    const phases = sampleEvidence()
      .phases.slice(0, 3)
      .map(({ phase, startedAt }) => ({ phase, startedAt }));
    expect(said(sampleEvidence({ phases: phases.slice(2) }))).toEqual([
      'phases: The run ended in the phase load.',
    ]);
    const open = sampleEvidence().phases.map((phase) =>
      phase.phase === 'recover' ? without(phase, 'endedAt') : phase,
    );
    expect(said(sampleEvidence({ phases: open }))).toEqual(['phases: The run ended in the phase recover.']);
    expect(found(sampleEvidence({ phases: open }))).toEqual(['unknown unfinished']);
  });

  test('says in which phase what went wrong', () => {
    expect(said(broken('load', 'stack'))).toEqual(['phases: The phase load ended early: No answer.']);
  });

  test('does not know of a run that ended between two phases', () => {
    const findings = judgePhases(sampleEvidence({ phases: sampleEvidence().phases.slice(0, 4) }));
    expect(findings).toMatchObject([
      {
        kind: 'unfinished',
        effect: 'unknown',
        message: 'The scenario has no record of: quiesce, read-back.',
        examples: ['quiesce', 'read-back'],
      },
    ]);
    expect(found(sampleEvidence({ phases: [] }))).toEqual(['unknown unfinished']);
  });

  test('gives what comes after judging no say in the verdict', () => {
    const { phases } = sampleEvidence();
    expect(found(sampleEvidence({ phases: [...phases, { phase: 'judge', startedAt: 96_000 }] }))).toEqual([]);
    const collect = {
      phase: 'collect',
      startedAt: 97_000,
      endedAt: 98_000,
      error: 'No log.',
      blame: 'harness',
    } as const;
    expect(found(sampleEvidence({ phases: [...phases, collect] }))).toEqual(['note collect-failed']);
    expect(found(sampleEvidence({ phases: [...phases.slice(0, 4), collect] }))).toEqual([
      'note collect-failed',
      'unknown unfinished',
    ]);
  });
});
