import { describe, expect, test } from '@jest/globals';
import { ElementView } from '../model/bundle-read-back-decoder.ts';
import { showOperations } from '../model/history-file.ts';
import { NEMESIS, type Operation } from '../model/operation.ts';
import type { Element } from '../model/read-back.ts';
import { CallJoiner } from './call-joiner.ts';
import type { Call } from './calls.ts';
import type { DataJudge } from './data-judge.ts';
import { DataJudges } from './data.ts';
import { controlEvidence, element, write } from './evidence.fixture.ts';
import { LiveCall } from './live-call.ts';

/** A judge that notes what it is shown. */
class Watching implements DataJudge {
  readonly name = 'watching';
  readonly functions: readonly string[];
  readonly kinds: readonly Element['of'][];
  readonly keepsNothing?: true;
  readonly calls: Call[] = [];
  readonly elements: Element[] = [];

  constructor(functions: readonly string[], kinds: readonly Element['of'][], keeps: boolean) {
    this.functions = functions;
    this.kinds = kinds;
    if (!keeps) this.keepsNothing = true;
  }

  call(call: Call): void {
    this.calls.push(call);
  }

  history(): void {
    // It is of no interest here.
  }

  member(): ReturnType<DataJudge['member']> {
    return {
      element: (one) => {
        this.elements.push(one);
      },
      end: () => undefined,
    };
  }

  judgement(): ReturnType<DataJudge['judgement']> {
    return { findings: [], data: {} };
  }
}

/** Judges of everything: of which the first keeps nothing, and the second what it is shown. */
function watched(): { judges: DataJudges; passing: Watching; keeping: Watching; other: Watching } {
  const passing = new Watching(['add', 'accounts'], ['element', 'group'], false);
  const keeping = new Watching(['add', 'accounts'], ['element', 'group'], true);
  const other = new Watching(['remove'], ['counter'], true);
  const all = [passing, keeping, other];
  const judges = new DataJudges(
    controlEvidence(),
    all.map((one) => () => one),
  );
  return { judges, passing, keeping, other };
}

describe('the judges of data are shown', () => {
  test('calls of their functions, once each, and one of their own where they keep it', () => {
    const { judges, passing, keeping, other } = watched();
    const joiner = new CallJoiner({
      call: (one) => {
        judges.call(one);
      },
    });
    const operations = [...write('a', 'ok', { from: 1 }), ...write('b', 'ok', { from: 10 })];
    showOperations(operations, (record) => {
      joiner.record(record);
    });
    expect(passing.calls.map((one) => one instanceof LiveCall)).toEqual([true, true]);
    expect(passing.calls[0]).toBe(passing.calls[1]);
    expect(keeping.calls.map((one) => one instanceof LiveCall)).toEqual([false, false]);
    expect(keeping.calls).toMatchObject([{ key: 'a' }, { key: 'b' }]);
    expect(other.calls).toEqual([]);
  });

  test('what the nemesis declared, as a call of nobody’s', () => {
    const { judges, passing, keeping } = watched();
    const declared: Operation = {
      ...{ process: NEMESIS, type: 'info', f: 'accounts', key: 'k', time: 7, value: { a: 1 } },
      ...{ member: 'db-0', error: 'none' },
    };
    judges.declared(declared);
    judges.declared({ ...declared, process: 3 });
    const call: Call = {
      ...{ nth: -1, process: NEMESIS, f: 'accounts', key: 'k', member: 'db-0', sent: { a: 1 } },
      ...{ got: undefined, invokedAt: 7, completedAt: 7, outcome: 'info', waived: false, error: 'none' },
    };
    expect([passing.calls, keeping.calls]).toEqual([[call], [call]]);
  });

  test('elements of their kinds, once each, and one of their own where they keep it', () => {
    const { judges, passing, keeping, other } = watched();
    const sink = judges.member({ member: 'db-0', role: 'leader' });
    const view = new ElementView();
    view.prefix = 'v';
    view.bytes = new Uint8Array(64);
    const group: Element = { of: 'group', key: 'g', rows: 1 };
    const counter: Element = { of: 'counter', key: 'c', value: 1 };
    for (const one of [element('a'), counter, view, group, element('b')]) sink.element(one);
    expect(passing.elements).toEqual([element('a'), view, group, element('b')]);
    expect(passing.elements[1]).toBe(view);
    expect(keeping.elements).toMatchObject([{ key: 'a' }, { key: 'v' }, { key: 'g' }, { key: 'b' }]);
    expect(keeping.elements.some((one) => one instanceof ElementView)).toBe(false);
    expect(other.elements).toEqual([counter]);
  });
});
