import type { Stack } from '../stack/stack.ts';
import type { Scenario } from './scenarios.ts';

/** A scenario as it is for one stack. */
export interface Fitted {
  scenario: Scenario;
  /** Why it does not apply, as a sentence; absent: it does. */
  inapplicable?: string;
}

/** The scenario with what the stack puts in the place of the list's; and whether it applies to the stack at all. */
export function fitted(
  stack: Pick<Stack, 'product' | 'adapts' | 'inapplicable' | 'upgrade'>,
  scenario: Scenario,
): Fitted {
  const adapted: Scenario = { ...scenario, ...stack.adapts?.[scenario.id] };
  const declared = stack.inapplicable?.[scenario.id];
  if (declared !== undefined) return { scenario: adapted, inapplicable: declared };
  if (adapted.begins === 'previous-version' && stack.upgrade === undefined) {
    const why = `There is no second version of ${stack.product} here that an upgrade could begin on.`;
    return { scenario: adapted, inapplicable: why };
  }
  return { scenario: adapted };
}
