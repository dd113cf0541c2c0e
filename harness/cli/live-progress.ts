import { createLogUpdate } from 'log-update';
import { redact } from '../core/redaction.ts';
import type { Progress } from '../core/progress.ts';

/** A log gets the live lines this often, in milliseconds; a terminal is redrawn several times a second. */
const PLAIN_EVERY_MS = 15_000;
const TERMINAL_EVERY_MS = 250;

/**
 * Progress on standard error. In a terminal the live lines stand under the finished ones: one for each part,
 * in the order in which they began, then the main one. Elsewhere all of them go into one plain line now and then.
 */
export class LiveProgress implements Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #update: ReturnType<typeof createLogUpdate> | undefined;
  readonly #started = performance.now();
  readonly #parts = new Map<string, () => string>();
  #main: (() => string) | undefined;
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
    this.#main = describe;
    this.#changed();
  }

  part(key: string): Progress {
    return {
      say: (line) => {
        this.say(line);
      },
      status: (describe) => {
        if (describe === undefined) this.#parts.delete(key);
        else this.#parts.set(key, describe);
        this.#changed();
      },
      part: (inner) => this.part(`${key} ${inner}`),
    };
  }

  /** One timer for as long as there are lines, however often they change: a log would never get one else. */
  #changed(): void {
    if (this.#lines().length === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      this.#update?.clear();
      return;
    }
    this.#redraw();
    this.#timer ??= setInterval(
      () => {
        if (this.#update === undefined) this.#writePlain();
        else this.#redraw();
      },
      this.#update === undefined ? PLAIN_EVERY_MS : TERMINAL_EVERY_MS,
    ).unref();
  }

  #redraw(): void {
    const lines = this.#lines();
    if (lines.length > 0) this.#update?.(lines.map((line) => `${this.#stamp()} ${line}`).join('\n'));
  }

  #writePlain(): void {
    this.#stream.write(`${this.#stamp()} ... ${this.#lines().join(' | ')}\n`);
  }

  #lines(): string[] {
    return [...this.#parts.values(), ...(this.#main === undefined ? [] : [this.#main])].map((describe) =>
      redact(describe()),
    );
  }

  /** Minutes and seconds since the command began. */
  #stamp(): string {
    const seconds = Math.floor((performance.now() - this.#started) / 1000);
    return `[${String(Math.floor(seconds / 60)).padStart(2)}:${String(seconds % 60).padStart(2, '0')}]`;
  }
}
