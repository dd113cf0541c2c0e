import { UsageError } from './errors.ts';

/** A named limit on a wait, in seconds. */
export interface Budget {
  readonly name: BudgetName;
  readonly seconds: number;
}

/** Every wait of the project, in seconds. Override any with `--budget name=seconds`. */
const DEFAULTS = {
  'docker-start': 60,
  'registry-probe': 5,
  'cluster-create': 600,
  'cluster-ready': 180,
  'image-load': 120,
  'api-call': 15,
  'namespace-gone': 120,
  deploy: 240,
  baseline: 60,
  load: 90,
  inject: 120,
  prove: 60,
  evict: 90,
  // How long a disruption budget has to go on refusing.
  'eviction-held': 8,
  // How long a frozen or cut-off member stays so: longer than its clients wait (operation).
  hold: 15,
  // The controller manager gives a node that falls silent 50 s before it says so.
  'not-ready': 120,
  'control-plane-down': 60,
  'image-pull-fails': 60,
  // A node boots, and its services come back.
  heal: 120,
  recover: 180,
  dns: 60,
  settle: 60,
  'replica-replay': 60,
  'read-back': 120,
  exec: 20,
  snapshot: 60,
  collect: 60,
  // A SYN that went nowhere is sent again after 1 s, then after 3: a longer wait would be counted as the stack's outage.
  connect: 2.5,
  operation: 10,
  // The longest gap in acknowledgements while a fault is in place that must not be felt.
  'data-plane': 10,
} as const;

export type BudgetName = keyof typeof DEFAULTS;

/** The budgets of one run: the table above with the user's or a scenario's own values on top. */
export class Budgets {
  readonly #seconds: Record<BudgetName, number>;

  constructor(overrides: Partial<Record<BudgetName, number>> = {}) {
    this.#seconds = { ...DEFAULTS, ...overrides };
  }

  of(name: BudgetName): Budget {
    return { name, seconds: this.#seconds[name] };
  }

  with(overrides: Partial<Record<BudgetName, number>>): Budgets {
    return new Budgets({ ...this.#seconds, ...overrides });
  }

  toJSON(): Record<BudgetName, number> {
    return { ...this.#seconds };
  }
}

/** Parses `name=seconds` as given on the command line. @throws UsageError naming the known budgets. */
export function parseBudgets(texts: readonly string[]): Partial<Record<BudgetName, number>> {
  const overrides: Partial<Record<BudgetName, number>> = {};
  for (const text of texts) {
    const [name = '', value = ''] = text.split('=');
    const seconds = Number(value);
    if (!isBudgetName(name)) {
      throw new UsageError(`There is no budget "${name}"; there are: ${Object.keys(DEFAULTS).join(', ')}.`);
    }
    if (value.trim() === '' || !Number.isFinite(seconds) || seconds <= 0) {
      throw new UsageError(`The budget "${name}" needs a number of seconds above 0, not "${value}".`);
    }
    overrides[name] = seconds;
  }
  return overrides;
}

function isBudgetName(name: string): name is BudgetName {
  return Object.hasOwn(DEFAULTS, name);
}
