import { describe, expect, test } from '@jest/globals';
import { convert } from 'xmlbuilder2';
import type { RunResult } from '../model/result.ts';
import { renderJunit } from './junit.ts';
import { sampleRun, withInapplicable } from './run.fixture.ts';

interface Case {
  '@classname': string;
  '@name': string;
  '@time': string;
  failure?: { '@message': string; '@type': string; '#': string };
  error?: { '@message': string; '@type': string; '#': string };
  skipped?: { '@message': string };
}
interface Totals {
  '@name': string;
  '@tests': string;
  '@failures': string;
  '@errors': string;
  '@time': string;
}
interface Document {
  testsuites: Totals & {
    testsuite: (Totals & { testcase: Case | Case[] })[] | (Totals & { testcase: Case | Case[] });
  };
}

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };

/** What an escaped text says; the parser's objects keep the escapes. */
function decoded(text: string | undefined): string {
  return (text ?? '').replace(/&(lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** The document as a parser reads it, with one list of suites and one of cases each. */
function parsed(run: RunResult) {
  const { testsuites } = convert(renderJunit(run), { format: 'object' }) as unknown as Document;
  const suites = [testsuites.testsuite]
    .flat()
    .map((suite) => ({ ...suite, testcase: [suite.testcase].flat() }));
  return { totals: testsuites, suites, cases: suites.flatMap((suite) => suite.testcase) };
}

describe('junit.xml', () => {
  test('has a suite for each stack and a case for each scenario, and counts them', () => {
    const { totals, suites, cases } = parsed(sampleRun());
    expect(totals).toMatchObject({ '@tests': '3', '@failures': '1', '@errors': '1', '@time': '139.000' });
    expect(
      suites.map((suite) => [
        suite['@name'],
        suite['@tests'],
        suite['@failures'],
        suite['@errors'],
        suite['@time'],
      ]),
    ).toEqual([
      ['db', '2', '1', '0', '87.500'],
      ['queue', '1', '0', '1', '51.500'],
    ]);
    expect(cases.map((one) => [one['@classname'], one['@name'], one['@time']])).toEqual([
      ['db', 'control', '36.000'],
      ['db', 'pod-delete (leader)', '51.500'],
      ['queue', 'pod-kill (leader)', '51.500'],
    ]);
  });

  test('says pass with nothing, fail with a failure, unknown with an error', () => {
    const [pass, fail, unknown] = parsed(sampleRun()).cases;
    expect([pass?.failure, pass?.error]).toEqual([undefined, undefined]);
    expect(fail?.error).toBeUndefined();
    expect(fail?.failure).toMatchObject({
      '@type': 'lost',
      '@message': '60 acknowledged writes are not on db-0 (leader).',
    });
    expect(decoded(fail?.failure?.['#']).split('\n')).toContain(
      'fail: not-recovered: The stack did not recover from pod-delete within 60 s; still missing: db-0 <is> not ready | yet.',
    );
    expect(fail?.failure?.['#']).toMatch(/\[k0, k1, k2/);
    expect(unknown?.failure).toBeUndefined();
    expect(unknown?.error).toMatchObject({ '@type': 'fault-not-proven' });
  });

  test('is in error for a run that was interrupted or judged nothing', () => {
    const passed = sampleRun().scenarios.slice(0, 1);
    const stopped = parsed(
      sampleRun({ scenarios: passed, interrupted: 'The run was interrupted by SIGINT.' }),
    );
    expect(stopped.totals).toMatchObject({ '@tests': '2', '@failures': '0', '@errors': '1' });
    expect(stopped.cases[1]?.error?.['@message']).toBe('The run was interrupted by SIGINT.');
    const none = parsed(sampleRun({ scenarios: [] }));
    expect(none.totals).toMatchObject({ '@tests': '1', '@errors': '1' });
    expect(none.cases[0]?.error?.['@message']).toBe('No scenario was judged.');
  });

  test('carries any text, save characters that XML has no place for', () => {
    const run = sampleRun();
    const scenario = run.scenarios[1];
    const finding = scenario?.findings.find(({ kind }) => kind === 'lost');
    if (scenario === undefined || finding === undefined) throw new Error('The sample has no such finding.');
    finding.message = 'a\u0000b\u001b[31m <&"\'> ]]> \ud800 \uffff é 😀\tend';
    const xml = renderJunit({ ...run, scenarios: [scenario] });
    // eslint-disable-next-line no-control-regex -- none of them may be left
    expect(xml).not.toMatch(/[\u0000\u001b\ud800\uffff]|&#(x0|0|27|x1b);/iu);
    const [failed] = parsed({ ...run, scenarios: [scenario] }).cases;
    expect(decoded(failed?.failure?.['#'])).toMatch('ab[31m <&"\'> ]]>   é 😀\tend');
    expect(decoded(failed?.failure?.['@message'])).toMatch(/^ab\[31m <&"'> \]\]> {3}é 😀\send$/);
  });

  test('counts what does not apply as skipped, with its reason', () => {
    const { totals, cases } = parsed(withInapplicable());
    expect(totals).toMatchObject({ '@tests': '4', '@failures': '1', '@errors': '1', '@skipped': '1' });
    const scaleDown = cases.find((one) => one['@name'] === 'scale-down');
    expect(decoded(scaleDown?.skipped?.['@message'])).toBe('It only <grows>.');
  });
});
