import type { Evidence } from '../model/bundle-evidence.ts';
import type { PhaseName, PhaseRecord } from '../model/scenario-record.ts';
import type { Finding } from '../model/verdict.ts';
import { findingsBy } from './finding.ts';

/** The phases that every scenario goes through before it is judged. */
const NEEDED: readonly PhaseName[] = ['deploy', 'baseline', 'load', 'quiesce', 'read-back'];

/** The phases in or after judging: the verdict must be the same from the finished bundle, so they have no say in it. */
const AFTERWARDS: readonly PhaseName[] = ['judge', 'collect'];

const find = findingsBy('phases');

/**
 * Judges whether the scenario ran to its end. The harness's own trouble, an interruption and a phase that
 * never ended are unknown. The stack's trouble is a failure after a proven fault; before that nothing tells
 * it from trouble with the cluster, so that a stack which cannot be deployed or cannot do its first
 * operations is unknown too.
 */
export function judgePhases(evidence: Evidence): Finding[] {
  const { phases } = evidence;
  const findings = phases.flatMap((phase) => phaseFindings(phase, evidence));
  const trouble = findings.some((finding) => finding.effect !== 'note');
  const absent = NEEDED.filter((name) => !phases.some((phase) => phase.phase === name));
  // After trouble the rest is left out, and the trouble says why.
  if (absent.length > 0 && !trouble) {
    findings.push(
      find('unfinished', 'unknown', `The scenario has no record of: ${absent.join(', ')}.`, {
        objects: absent,
      }),
    );
  }
  return findings;
}

function phaseFindings(phase: PhaseRecord, evidence: Evidence): Finding[] {
  const { phase: name, error, blame, endedAt } = phase;
  const afterwards = AFTERWARDS.includes(name);
  if (error === undefined) {
    if (endedAt !== undefined || afterwards) return [];
    return [find('unfinished', 'unknown', `The run ended in the phase ${name}.`)];
  }
  const message = `The phase ${name} ended early: ${error}`;
  if (afterwards) return [find(`${name}-failed`, 'note', message)];
  if (blame === 'interrupted') return [find('interrupted', 'unknown', message)];
  if (blame !== 'stack') return [find('harness-error', 'unknown', message)];
  const proven = evidence.faults.filter(
    (fault) => fault.proof.proven && fault.injectedAt <= (endedAt ?? phase.startedAt),
  );
  if (proven.length === 0) return [find(`${name}-failed`, 'unknown', message)];
  // A recovery over its budget is the availability judge's finding.
  const foundElsewhere = name === 'recover' && proven.some((fault) => fault.wholeAt === undefined);
  return foundElsewhere ? [] : [find(`${name}-failed`, 'fail', message)];
}
