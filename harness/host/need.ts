import type { Progress } from '../core/progress.ts';

export type NeedState = 'ok' | 'missing' | 'problem';

export interface Seen {
  readonly state: NeedState;
  readonly found: string;
  /** What to do about it, where that is another thing than the need's own plan. */
  readonly plan?: string;
}

export interface PrepareOptions {
  progress: Progress;
  signal?: AbortSignal | undefined;
  /** Whether images or kind are to be built here, which needs more tools and more space. */
  build: boolean;
}

/** One thing that the machine must have. */
export interface Need {
  readonly id: string;
  readonly title: string;
  readonly look: () => Promise<Seen>;
  /** What is done about it when it is missing, or what the user has to do. */
  readonly plan: string;
  /** Debian packages that provide it. */
  readonly packages?: readonly string[];
  /** What else provides it, once all packages are there. */
  readonly provide?: (options: PrepareOptions) => Promise<void>;
}
