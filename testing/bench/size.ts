import { ReadBackEncoder } from '../../harness/model/bundle-read-back-encoder.ts';
import { FrameWriter } from '../../harness/model/frame-writer.ts';
import { HistoryEncoder } from '../../harness/model/history-encoder.ts';
import type { Operation } from '../../harness/model/operation.ts';
import { TABLE_MIX } from '../../harness/stack/mix.ts';
import { Plan } from '../../harness/stack/table-plan.ts';
import type { BenchOptions, ReportRow } from '../bench-row.ts';
import { SimulatedServer } from './support/simulated-server.ts';

/** The default load: so many a second, of all stacks that are loaded at once. */
const WRITES = 200;
const READS = 20;
const MEMBERS = 3;
const HOURS = 8;
const GIBIBYTE = 2 ** 30;

/**
 * How long the histories of a night are: eight hours of the default load, every kind of write, and what three members
 * hold after it. Each record is in a frame of its own, which is the most that it can take.
 */
export function run(report: ReportRow, { quick }: BenchOptions): Promise<void> {
  const hours = quick ? HOURS / 100 : HOURS;
  const plan = new Plan(1, TABLE_MIX);
  const server = new SimulatedServer();
  const history = new Counted();
  const encoder = new HistoryEncoder(history.frames.out);
  const record = (operation: Operation): void => {
    history.frames.begin();
    encoder.operation(operation);
    history.take();
  };
  const writes = Math.round(hours * 3600 * WRITES);
  for (let i = 0; i < writes; i++) {
    const time = (i * 1000) / WRITES;
    const write = plan.next();
    const { sent, got } = server.perform(write);
    const common = { process: i % 8, f: write.f, key: write.key };
    record({ ...common, type: 'invoke', time, value: sent });
    record({ ...common, type: 'ok', time: time + 3.217, value: got });
    if (i % (WRITES / READS) !== 0) continue;
    const ordinal = (i / (WRITES / READS)) % MEMBERS;
    const read = {
      process: 8 + ordinal,
      f: 'read',
      key: `s${String(i)}`,
      member: `postgres-${String(ordinal)}`,
    };
    record({ ...read, type: 'invoke', time: time + 3.5 });
    record({ ...read, type: 'ok', time: time + 4.9, value: server.read(plan.recentGroups()) });
  }
  const readBack = new Counted();
  const held = new ReadBackEncoder(readBack.frames.out);
  for (const element of server.held()) {
    readBack.frames.begin();
    held.element(element);
    readBack.takeFull();
  }
  readBack.take();
  const operations = writes * (1 + READS / WRITES);
  const scale = HOURS / hours;
  const all = (history.bytes + MEMBERS * readBack.bytes) * scale;
  const each = Math.round((10 * history.bytes) / operations) / 10;
  report({
    bench: 'size',
    what: 'the history of an operation, of the default mix',
    value: each,
    unit: 'bytes',
  });
  const members = Math.round((MEMBERS * readBack.bytes * scale * 1000) / GIBIBYTE) / 1000;
  report({
    bench: 'size',
    what: `what ${String(MEMBERS)} members hold after ${String(HOURS)} hours`,
    value: members,
    unit: 'GiB',
  });
  report({
    ...{ bench: 'size', what: `${String(HOURS)} hours of the default load, read-backs included` },
    ...{ value: Math.round((all * 1000) / GIBIBYTE) / 1000, unit: 'GiB' },
    limit: { value: 2, kind: 'at most' },
  });
  return Promise.resolve();
}

/** Frames of which only the length is of interest. */
class Counted {
  readonly frames = new FrameWriter();
  bytes = 0;

  take(): void {
    this.bytes += this.frames.take().length;
  }

  takeFull(): void {
    if (this.frames.out.length > 1 << 16) this.take();
  }
}
