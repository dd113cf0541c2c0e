import { create } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import type { RunResult, ScenarioResult } from '../model/result.ts';
import type { Finding } from '../model/verdict.ts';
import { weakerSentence } from './contracts.ts';
import { caseLabel, complaints, reasonLabel, totalSeconds } from './labels.ts';

/**
 * junit.xml, for CI servers: a test suite for each stack, a test case for each scenario. A `fail` is a
 * failure, an `unknown` an error, a `not-applicable` skipped. A run that was interrupted, or that judged nothing, has a case of its
 * own in error: a server that only counts cases must not take it for green.
 */
export function renderJunit(run: RunResult): string {
  const cases: Case[] = run.scenarios.map(caseOf);
  if (run.interrupted !== undefined) cases.push(runCase(run.interrupted));
  else if (run.scenarios.length === 0) cases.push(runCase('No scenario was judged.'));

  const document = create({ version: '1.0', encoding: 'UTF-8' });
  const root = document.ele('testsuites', { name: `holdfast ${clean(run.run)}`, ...totals(cases) });
  for (const suite of new Set(cases.map((testCase) => testCase.suite))) {
    const own = cases.filter((testCase) => testCase.suite === suite);
    const element = root.ele('testsuite', {
      name: clean(suite),
      timestamp: clean(run.startedAt),
      ...totals(own),
    });
    addProperties(element, run, suite);
    for (const testCase of own) addCase(element, testCase);
  }
  return document.end({ prettyPrint: true }) + '\n';
}

interface Case {
  suite: string;
  name: string;
  seconds: number;
  outcome: { element: 'failure' | 'error'; message: string; type: string; text: string } | undefined;
  /** Why it was not run, though nothing is wrong with that. */
  skipped?: string;
}

function caseOf(result: ScenarioResult): Case {
  const first = complaints(result)[0];
  return {
    suite: result.stack,
    name: caseLabel(result),
    seconds: totalSeconds(result),
    ...(result.verdict === 'not-applicable' ? { skipped: reasonLabel(result) } : {}),
    outcome:
      result.verdict === 'pass' || result.verdict === 'not-applicable'
        ? undefined
        : {
            element: result.verdict === 'fail' ? 'failure' : 'error',
            message: first?.message ?? `The verdict is ${result.verdict}.`,
            type: first?.kind ?? result.verdict,
            text: [...complaints(result).map(lineOf), `Evidence: ${result.folder}`].join('\n'),
          },
  };
}

function runCase(message: string): Case {
  const outcome = { element: 'error', message, type: 'unfinished', text: message } as const;
  return { suite: 'holdfast', name: 'run', seconds: 0, outcome };
}

function lineOf(finding: Finding): string {
  const examples = finding.examples.length === 0 ? '' : ` [${finding.examples.join(', ')}]`;
  return `${finding.effect}: ${finding.kind}: ${finding.message}${examples}`;
}

function totals(cases: readonly Case[]): Record<string, string> {
  const ended = (element: string): string =>
    String(cases.filter((one) => one.outcome?.element === element).length);
  const seconds = cases.reduce((sum, one) => sum + one.seconds, 0).toFixed(3);
  return {
    tests: String(cases.length),
    failures: ended('failure'),
    errors: ended('error'),
    skipped: String(cases.filter(({ skipped }) => skipped !== undefined).length),
    time: seconds,
  };
}

/** What a reader must know of a suite before its verdicts: contracts that are weaker than documented. */
function addProperties(parent: XMLBuilder, { weakerContracts }: RunResult, suite: string): void {
  const own = weakerContracts.filter(({ stack }) => stack === suite);
  if (own.length === 0) return;
  const properties = parent.ele('properties');
  for (const weaker of own) {
    properties.ele('property', { name: 'weaker-than-documented', value: clean(weakerSentence(weaker)) });
  }
}

function addCase(parent: XMLBuilder, { suite, name, seconds, outcome, skipped }: Case): void {
  const element = parent.ele('testcase', {
    classname: clean(suite),
    name: clean(name),
    time: seconds.toFixed(3),
  });
  if (skipped !== undefined) element.ele('skipped', { message: clean(skipped) });
  if (outcome === undefined) return;
  const { message, type, text } = outcome;
  element.ele(outcome.element, { message: clean(message), type: clean(type) }).txt(clean(text));
}

/** XML 1.0 has no place for most control characters, lone surrogates and two non-characters, escaped or not. */
function clean(text: string): string {
  // eslint-disable-next-line no-control-regex -- those are the characters that must go
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '');
}
