import { createLogUpdate } from 'log-update';
import { redact } from '../core/redaction.ts';
import type { Progress } from '../core/progress.ts';

/** A log gets the live line this often, in milliseconds; a terminal is redrawn several times a second. */
const PLAIN_EVERY_MS = 15_000;
const TERMINAL_EVERY_MS = 250;

/** Progress on standard error: one live line under the finished ones in a terminal, plain lines elsewhere. */
export class LiveProgress implements Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #update: ReturnType<typeof createLogUpdate> | undefined;
  readonly #started = performance.now();
  #describe: (() => string) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
    this.#update = stream.isTTY ? createLogUpdate(stream) : undefined;
  }

  say(line: string): void {
    this.#update?.clear();
    this.#stream.write(`${this.#stamp()} ${redact(line)}\n`);
    this.#redraw();
  }

  status(describe: (() => string) | undefined): void {
    this.#describe = describe;
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (describe === undefined) {
      this.#update?.clear();
      return;
    }
    this.#redraw();
    const every = this.#update === undefined ? PLAIN_EVERY_MS : TERMINAL_EVERY_MS;
    this.#timer = setInterval(() => {
      if (this.#update === undefined) this.#stream.write(`${this.#stamp()} ... ${redact(describe())}\n`);
      else this.#redraw();
    }, every);
    this.#timer.unref();
  }

  #redraw(): void {
    if (this.#describe !== undefined) this.#update?.(`${this.#stamp()} ${redact(this.#describe())}`);
  }

  /** Minutes and seconds since the command began. */
  #stamp(): string {
    const seconds = Math.floor((performance.now() - this.#started) / 1000);
    return `[${String(Math.floor(seconds / 60)).padStart(2)}:${String(seconds % 60).padStart(2, '0')}]`;
  }
}
