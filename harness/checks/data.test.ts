import { describe, expect, test } from '@jest/globals';
import { showOperations } from '../model/history-file.ts';
import { NEMESIS, type Operation } from '../model/operation.ts';
import { NO_DATA, type ScenarioResult } from '../model/result.ts';
import type { Element, ReadBack } from '../model/read-back.ts';
import type { Finding } from '../model/verdict.ts';
import { lines } from './asked.fixture.ts';
import { CallJoiner } from './call-joiner.ts';
import { CounterJudge } from './counter.ts';
import { DataJudges } from './data.ts';
import { controlEvidence, element, operation, readBack, snapshot, write } from './evidence.fixture.ts';
import { SetJudge } from './set.ts';
import { Snapshots } from './snapshots.ts';

interface Told {
  found: string[];
  data: ScenarioResult['data'];
  /** The judges, in the order in which they were asked. */
  asked: string[];
}

/** What judges say, but that members were not read back, of which there are not all here. */
function told(judges: DataJudges): Told {
  const findings: Finding[] = [];
  const asked: string[] = [];
  const data = judges.judgement((judge, run) => {
    asked.push(judge);
    const judgement = run();
    findings.push(...judgement.findings.filter(({ kind }) => kind !== 'no-read-back'));
    return judgement;
  });
  return { found: lines(findings), data, asked };
}

/** What all judges of data make of a history as it goes by, and of what members hold. */
function judged(operations: Operation[], readBacks: ReadBack[] = []): Told {
  const judges = new DataJudges(controlEvidence({ operations, readBacks }));
  const joiner = new CallJoiner(
    {
      call: (one) => {
        judges.call(one);
      },
      settled: (before) => {
        judges.settled(before);
      },
    },
    [],
    1,
  );
  showOperations(operations, (record) => {
    joiner.record(record);
    if (record.process === NEMESIS) judges.declared(record.operation());
  });
  joiner.end();
  judges.history({ suspect: joiner.suspect });
  for (const { header, elements, footer } of readBacks) {
    const sink = judges.member({ member: header.member, role: header.role });
    for (const one of elements) sink.element(one);
    sink.end(footer);
  }
  return told(judges);
}
const holding = (...elements: Element[]): ReadBack => ({ ...readBack('db-1', []), elements });

const declared = (f: string, value: unknown, process = NEMESIS): Operation => ({
  ...{ process, type: 'info', f, key: f, time: 0, value },
});

describe('the judges of data', () => {
  test('are asked in their order', () => {
    const { found, data, asked } = judged([]);
    expect(asked).toEqual([
      ...['set', 'reads', 'counter', 'bank', 'groups', 'transactions', 'register', 'queue', 'objects'],
      'readiness',
    ]);
    expect(found).toEqual([]);
    expect(data).toEqual(NO_DATA);
  });

  test('see calls as what may be kept, where they keep them', () => {
    const operations = [1, 2, 3].flatMap((n) => [
      ...operation('write', 'r1', 'ok', { from: n * 20 }, { sent: n }),
      ...operation('read-register', 'r1', 'ok', { from: n * 20 + 10 }, { got: n }),
    ]);
    const right = holding({ of: 'register', key: 'r1', value: 3 });
    expect(judged(operations, [right]).found).toEqual([]);
    const late = operation('read-register', 'r1', 'ok', { from: 90 }, { got: 1 });
    expect(judged([...operations, ...late], [right]).found).toEqual(['fail not-linearizable: r1']);
  });

  test('see of what is held their own kinds, in whatever order', () => {
    const operations = [
      ...write('a', 'ok', { from: 10 }),
      ...operation('increment', 'c', 'ok', { from: 20 }, { got: 1 }),
      ...operation('write', 'r1', 'ok', { from: 30 }, { sent: 5 }),
      ...operation('increment', 'd', 'ok', { from: 40 }, { got: 1 }),
    ];
    const counter = (key: string, value: number): Element => ({ of: 'counter', key, value });
    const register = (value: number): Element => ({ of: 'register', key: 'r1', value });
    const right = [counter('c', 1), element('a'), register(5), counter('d', 1)];
    expect(judged(operations, [holding(...right)])).toMatchObject({
      ...{ found: [], data: { membersRead: ['db-1'] } },
    });
    const wrong = holding(counter('c', 1), register(6), counter('d', 0), element('x'));
    const { found, data } = judged(operations, [wrong]);
    expect(found).toEqual([
      ...['fail lost db-1: a', 'fail unexpected db-1: x', 'fail lost-update db-1: d'],
      expect.stringMatching(/^fail \S+ db-1: r1$/),
    ]);
    expect(data).toMatchObject({ lost: 1, lostUpdates: 1 });
  });

  test('add up what several of them count', () => {
    const operations = [
      ...write('a', 'ok', { from: 10 }),
      ...operation('increment', 'c', 'ok', { from: 20 }, { got: 1 }),
      ...operation('add-group', 'g', 'ok', { from: 30 }, { sent: { rows: 2 } }),
    ];
    expect(judged(operations, [holding()]).data).toMatchObject({ lost: 3, membersRead: ['db-1'] });
    const torn = { ...holding(), footer: undefined };
    expect(judged(operations, [torn]).data.membersRead).toEqual([]);
  });

  test('know what the nemesis declared, and nobody else', () => {
    const wrong = snapshot('db-1', { accounts: { a: 5 } }, { from: 10 });
    expect(judged([declared('accounts', { a: 5 }), ...wrong]).found).toEqual([]);
    expect(judged([declared('accounts', { a: 4 }), ...wrong]).found).toEqual([
      'fail wrong-total db-1: total',
    ]);
    const group = (process: number): string[] => {
      const judges = new DataJudges(controlEvidence({ operations: [] }));
      judges.declared(declared('add-group', { rows: 2 }, process));
      judges.history({ suspect: new Set() });
      judges.member({ member: 'db-1', role: 'follower' }).element({ of: 'group', key: 'add-group', rows: 2 });
      return told(judges).found;
    };
    expect(group(NEMESIS)).toEqual(['note recovered db-1: add-group']);
    expect(group(3)).toEqual(['fail unexpected db-1: add-group']);
  });

  test('say what each found, and with what one crashed', () => {
    const judges = new DataJudges(controlEvidence({ operations: [] }), [
      (evidence) => new SetJudge(evidence),
      (evidence) =>
        Object.assign(new CounterJudge(evidence, new Snapshots()), {
          judgement: () => {
            throw new Error('It counted to nothing.');
          },
        }),
    ]);
    judges.history({ suspect: new Set() });
    const { set, counter, ...others } = judges.found();
    expect(set).toMatchObject({ data: { lost: 0 } });
    expect(counter).toEqual({ crashed: 'It counted to nothing.' });
    expect(others).toEqual({});
  });

  test('go on to what is settled', () => {
    const judges = new DataJudges(controlEvidence({ operations: [], readBacks: [] }));
    const show = (operations: Operation[]): void => {
      const joiner = new CallJoiner({
        call: (one) => {
          judges.call(one);
        },
      });
      showOperations(operations, (record) => {
        joiner.record(record);
      });
    };
    show(snapshot('db-1', { counters: { c: 1 } }, { from: 5, to: 10 }));
    judges.settled(20);
    show(operation('increment', 'c', 'ok', { from: 7 }, { got: 1 }));
    judges.history({ suspect: new Set() });
    // The read was judged before the increment came, which had been promised not to come.
    expect(told(judges).data.unexpected).toBe(1);
  });
});
