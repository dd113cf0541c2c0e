import type { PhaseName } from '../model/scenario-record.ts';
import type { Participant } from './participant.ts';

/** Keeps the live line up to date: which phase, for how long, operations per second, how many acknowledged. */
export function showStatus({ context, name, load }: Participant, phase: PhaseName | 'wait'): void {
  const { clock, progress } = context;
  const since = clock.now();
  let last = { at: since, acknowledged: load.counts().acknowledged };
  let rate = 0;
  progress.status(() => {
    const now = clock.now();
    const { acknowledged, inFlight } = load.counts();
    if (now - last.at >= 1000) {
      rate = ((acknowledged - last.acknowledged) * 1000) / (now - last.at);
      last = { at: now, acknowledged };
    }
    const seconds = Math.round((now - since) / 1000);
    return (
      `${name}${context.place === '' ? '' : ` (${context.place})`}: ${phase} for ${String(seconds)} s, ${rate.toFixed(0)} writes/s, ` +
      `${String(acknowledged)} acknowledged, ${String(inFlight)} in flight`
    );
  });
}
