import type { Scope } from '../scenario/scenarios.ts';
import { Schedule, type Slot } from './schedule.ts';

interface Piece {
  name: string;
  scope: Scope;
}

/** A schedule whose work ends when the test says so, and what has begun and not ended. */
export class Bench {
  readonly schedule: Schedule;
  readonly running: Piece[] = [];
  readonly begun: string[] = [];
  /** Those that have nothing else beside them, or had. */
  readonly alone = new Set<string>();
  readonly slots = new Map<string, Slot>();
  readonly #ends = new Map<string, (error?: Error) => void>();

  constructor(parallel: number) {
    this.schedule = new Schedule(parallel);
  }

  ask(...names: string[]): Promise<string>[] {
    return names.map((name) => {
      const [scope = '', , weight = '1', of = 'db'] = name.split('-');
      const piece = { name, scope: scope as Scope };
      const work = async (slot: Slot): Promise<string> => {
        this.running.push(piece);
        this.begun.push(name);
        this.slots.set(name, slot);
        void slot.alone.then(() => this.alone.add(name));
        await new Promise<void>((resolve, reject) => {
          this.#ends.set(name, (error) => {
            if (error === undefined) resolve();
            else reject(error);
          });
        }).finally(() => this.running.splice(this.running.indexOf(piece), 1));
        return name;
      };
      return this.schedule.run({ scope: piece.scope, of }, work, Number(weight));
    });
  }

  async end(name: string, error?: Error): Promise<void> {
    this.#ends.get(name)?.(error);
    await settle();
  }

  async calm(name: string): Promise<void> {
    this.slots.get(name)?.calmed();
    await settle();
  }

  names(): string[] {
    return this.running.map((piece) => piece.name);
  }
}

/** Lets every promise that can settle do so. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
