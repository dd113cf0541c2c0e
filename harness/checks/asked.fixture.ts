import type { FunctionName } from '../model/functions.ts';
import type { Element, ReadBackFooter } from '../model/read-back.ts';
import type { Finding } from '../model/verdict.ts';
import type { Call } from './calls.ts';
import type { DataJudge, DataJudgement } from './data-judge.ts';

/** What one member holds at the end; without an end its read-back was cut off. */
export interface Held {
  member: string;
  elements: Element[];
  end?: ReadBackFooter['end'] | undefined;
}

/** One call; `to` is when it came to its end, where it did. */
export function call(
  f: FunctionName,
  key: string,
  outcome: Call['outcome'],
  { from, to = from + 5, process = 0 }: { from: number; to?: number; process?: number },
  { sent, got, member, waived = false }: Partial<Pick<Call, 'sent' | 'got' | 'member' | 'waived'>> = {},
): Call {
  return {
    ...{ nth: 0, process, f, key, member, sent, waived, invokedAt: from, outcome },
    got: outcome === 'ok' || waived ? got : undefined,
    completedAt: outcome === 'open' ? undefined : to,
    error: outcome === 'ok' || outcome === 'open' ? undefined : `it ended ${outcome}`,
  };
}

/** Shows a judge a history and what the members hold, in the order that the harness keeps, and asks it. */
export function ask(
  judge: DataJudge,
  calls: readonly Call[],
  held: readonly Held[] = [],
  end: { suspect?: readonly string[]; torn?: boolean } = {},
): DataJudgement {
  const over = calls.toSorted((a, b) => (a.completedAt ?? 1e12) - (b.completedAt ?? 1e12));
  for (const one of over) if (judge.functions.includes(one.f)) judge.call(one);
  const suspect = new Set(end.suspect);
  judge.history(end.torn === undefined ? { suspect } : { suspect, torn: end.torn });
  for (const { member, elements, end: ended } of held) {
    const sink = judge.member({ member, role: 'unknown' });
    for (const element of elements) if (judge.kinds.includes(element.of)) sink.element(element);
    sink.end(ended === undefined ? undefined : { end: ended, elements: elements.length });
  }
  return judge.judgement();
}

/** `fail lost db-0: a, b`, a line for each finding. */
export function lines(findings: readonly Finding[]): string[] {
  return findings.map(({ effect, kind, member, examples }) =>
    [effect, kind, ...(member === undefined ? [] : [member])].join(' ').concat(': ', examples.join(', ')),
  );
}
