import { jestExpect } from '@jest/expect';
import { afterAll, afterEach, beforeAll, beforeEach, describe, test } from './registry.ts';

/**
 * What tests find under the name of @jest/globals while mutants are judged: Jest's own `expect`, and a
 * registry that keeps the tests. What is not here is not supported, and fails when a file is loaded.
 */
export { afterAll, afterEach, beforeAll, beforeEach, describe, jestExpect as expect, test, test as it };
