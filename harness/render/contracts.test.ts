import { describe, expect, test } from '@jest/globals';
import { convert } from 'xmlbuilder2';
import { weakerContractsOf } from '../checks/contracts.ts';
import { sampleContract } from '../model/contract.fixture.ts';
import type { KeepPromise } from '../model/contract.ts';
import type { HeldTo, RunResult } from '../model/result.ts';
import { contractLines, heldToWords, weakerSection, weakerSentence } from './contracts.ts';
import { renderJunit } from './junit.ts';
import { sampleRun } from './run.fixture.ts';
import { renderSummary } from './summary-md.ts';
import { renderTable } from './table.ts';

const WINDOW: KeepPromise = { keeps: 'all-but-window', windowSeconds: 1 };
const EVERYTHING: KeepPromise = { keeps: 'everything' };
const WORDS = 'everything acknowledged is kept but for the last 1 s before the fault';

/** A run of a stack that may lose a second where its documentation promises everything. */
function weakRun(): RunResult {
  const run = sampleRun();
  for (const scenario of run.scenarios.filter(({ stack }) => stack === 'db')) {
    scenario.contract = sampleContract(3, { power: WINDOW });
  }
  return { ...run, weakerContracts: weakerContractsOf(run.scenarios) };
}

describe('a contract weaker than documented', () => {
  test('is at the head of the summary, with both promises and the source', () => {
    const head = renderSummary(weakRun()).split('\n').slice(0, 14);
    expect(head[4]).toBe('## Weaker than documented');
    expect(head.slice(8, 12)).toEqual([
      '| stack | members | class of fault, or reads | promised | documented | source |',
      '| --- | --- | --- | --- | --- | --- |',
      `| db | 3 | power | ${WORDS} | everything acknowledged is kept | Database, "Durability", https://example.org/durability |`,
      // The variant of the sample's second scenario is a subject of its own.
      expect.stringMatching(/^\| db \(leader\) \| 3 \| power \|/),
    ]);
    expect(head[6]).toMatch(/were held to no more than they promise/);
  });

  test('is named in the terminal’s table, and as a property of the stack’s suite', () => {
    const run = weakRun();
    const sentence = `db with 3 members, class power: promised: ${WORDS}; documented: everything acknowledged is kept (Database, "Durability", https://example.org/durability).`;
    expect(run.weakerContracts.slice(0, 1).map(weakerSentence)).toEqual([sentence]);
    expect(renderTable(run).split('\n')).toContain(`Weaker than documented: ${sentence}`);
    const { testsuites } = convert(renderJunit(run), { format: 'object' }) as unknown as {
      testsuites: { testsuite: { '@name': string; properties?: { property: unknown[] } }[] };
    };
    const [db, queue] = testsuites.testsuite;
    expect(db?.properties?.property).toHaveLength(2);
    expect(db?.properties?.property[0]).toMatchObject({ '@name': 'weaker-than-documented' });
    expect(queue?.properties).toBeUndefined();
  });

  test('is told of reads as well, and with the contract that was applied', () => {
    const contract = { ...sampleContract(), reads: { current: 'while-whole', because: 'of it' } as const };
    const [weaker] = weakerContractsOf([{ stack: 'db', contract, contracts: [] }]);
    if (weaker === undefined) throw new Error('It is not weaker.');
    expect(weakerSentence(weaker)).toMatch(/^db with 3 members, reads: promised: reads are current while /);
    const [scenario] = sampleRun().scenarios;
    if (scenario === undefined) throw new Error('The sample has no scenario.');
    expect(contractLines({ ...scenario, contract })[0]).toMatch(
      /everything acknowledged is kept; reads are current while the stack is whole, .*\(of it\)\.$/,
    );
  });

  test('is nowhere where there is none', () => {
    const run = sampleRun();
    expect(weakerSection(run)).toBe('');
    for (const text of [renderSummary(run), renderTable(run), renderJunit(run)]) {
      expect(text).not.toMatch(/weaker|propert/i);
    }
  });
});

describe('the contract that was applied', () => {
  test('is in each scenario’s section, with what each fault was held to', () => {
    const summary = renderSummary(sampleRun()).split('\n');
    const applied = '- Contract with 3 members: process, pod, node, power: everything acknowledged is kept.';
    expect(summary.filter((line) => line === applied)).toHaveLength(3);
    expect(summary.join('\n')).toContain('it had uid-0. Class pod: everything acknowledged is kept.\n');
  });

  test('has those that followed, with their times', () => {
    const [scenario] = sampleRun().scenarios;
    if (scenario === undefined) throw new Error('The sample has no scenario.');
    scenario.contracts = [
      { at: 9_000, contract: sampleContract(3) },
      { at: 40_500, contract: sampleContract(1, { pod: WINDOW }) },
    ];
    expect(contractLines(scenario)).toEqual([
      '- Contract with 3 members: process, pod, node, power: everything acknowledged is kept.',
      `- Contract from 31.5 s on, with 1 member: process, node, power: everything acknowledged is kept; pod: ${WORDS}. An acknowledged write survives.`,
    ]);
  });

  test.each<[string, HeldTo | undefined, string]>([
    ['of no fault', undefined, ''],
    [
      'of a fault that takes nothing',
      { fault: 'f', class: 'none', promises: [{ members: 3, promise: EVERYTHING }] },
      'It takes nothing away: everything acknowledged is kept.',
    ],
    [
      'of contracts with the same promise',
      { fault: 'f', class: 'pod', promises: [3, 1].map((members) => ({ members, promise: WINDOW })) },
      `Class pod: ${WORDS}.`,
    ],
    [
      'of contracts with different promises',
      {
        ...{ fault: 'f', class: 'pod' },
        promises: [
          { members: 3, promise: EVERYTHING },
          { members: 1, promise: WINDOW },
        ],
      },
      `Class pod: with 3 members everything acknowledged is kept; with 1 member ${WORDS}.`,
    ],
    [
      'without a contract',
      { fault: 'f', class: 'node', promises: [] },
      'Class node, with no contract on record: everything acknowledged is kept.',
    ],
  ])('in words, %s', (_what, held, words) => {
    expect(heldToWords(held)).toBe(words);
  });
});

describe('what was lost in a window', () => {
  test('is told beside the losses, and only where there is any', () => {
    const run = sampleRun();
    expect(renderSummary(run)).not.toMatch(/window/);
    const [control] = run.scenarios;
    if (control === undefined) throw new Error('The sample has no scenario.');
    Object.assign(control.data, { lostInWindow: 4 });
    expect(renderSummary(run)).toContain(
      '; lost 0, lost in a window that the contract allows 4, recovered 0,',
    );
    expect(renderSummary(run)).toContain('| db control | pass | 70 | 60 | 0 (4 in window) | 0 |');
    Object.assign(control.data, { membersRead: [] });
    expect(renderTable(run)).toContain('0 (4 in window)');
    expect(renderSummary(run)).toContain('No member could be read back to its end; lost 0, lost in a window');
  });

  test('anomalies of registers, queues and objects are named where there are any', () => {
    const run = sampleRun();
    expect(renderSummary(run)).not.toMatch(/linearizable|reordered|listing/);
    const [control] = run.scenarios;
    Object.assign(control?.data ?? {}, { nonLinearizable: 1, reordered: 2, listingMismatches: 3 });
    expect(renderSummary(run)).toContain('not linearizable 1, reordered 2, listing mismatches 3');
  });
});
