import { readFile } from 'node:fs/promises';

/** Peaks last longer than that where memory grows with what is kept. */
const EVERY_MS = 50;

/** The memory that a process and its children take at most, in MiB; pages that they share count once. */
export class PeakMemory {
  readonly #pid: number;
  readonly #timer: NodeJS.Timeout;
  #kibibytes = 0;
  #looking: Promise<void> = Promise.resolve();

  constructor(pid: number) {
    this.#pid = pid;
    this.#timer = setInterval(() => {
      this.#looking = this.#looking.then(() => this.#look());
    }, EVERY_MS);
  }

  /** Once the process has ended. @throws Error where it was never seen alive. */
  async end(): Promise<number> {
    clearInterval(this.#timer);
    await this.#looking;
    if (this.#kibibytes === 0)
      throw new Error(`Nothing was seen of the memory of process ${String(this.#pid)}.`);
    return this.#kibibytes / 1024;
  }

  async #look(): Promise<void> {
    const pid = String(this.#pid);
    const children = await read(`/proc/${pid}/task/${pid}/children`);
    const pids = [pid, ...children.split(' ').filter(Boolean)];
    const shares = await Promise.all(pids.map(proportionalShare));
    this.#kibibytes = Math.max(
      this.#kibibytes,
      shares.reduce((sum, share) => sum + share, 0),
    );
  }
}

/** Its proportional set size, in KiB: proc(5); 0 where the process is gone. */
async function proportionalShare(pid: string): Promise<number> {
  const text = await read(`/proc/${pid}/smaps_rollup`);
  return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0);
}

/** Empty where the process is gone. */
const read = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
