import fc from 'fast-check';

export * from 'fast-check';

/** How often a property is tried for each mutant at most: what shows only once in thousands is left to Jest. */
const RUNS = 10;

/**
 * What tests find under the name of fast-check while mutants are judged: a property is tried with the same
 * values for every mutant, fewer times than by Jest, and what fails is not made smaller.
 */
export const assert: typeof fc.assert = (property, parameters = {}) => {
  const numRuns = Math.min(parameters.numRuns ?? 100, RUNS);
  return fc.assert(
    property as never,
    { seed: 1, ...parameters, numRuns, endOnFailure: true } as never,
  ) as never;
};

const few = { ...fc, assert };

export { few as default };
