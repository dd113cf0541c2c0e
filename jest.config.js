/** One project a stage of the tests: `npm test` runs them one after the other (testing/run.ts). */
const project = (displayName, testMatch, more = {}) => ({
  displayName,
  testMatch: testMatch.map((pattern) => `<rootDir>/${pattern}`),
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }],
  },
  modulePathIgnorePatterns: ['<rootDir>/reports/'],
  ...more,
});

/** A suite that was not started by an engine gets one of its own. */
const withEngine = {
  globalSetup: '<rootDir>/testing/jest-global-setup.ts',
  globalTeardown: '<rootDir>/testing/jest-global-teardown.ts',
};

export default {
  projects: [
    project('unit', ['{harness,suites,fixtures,testing}/**/*.test.ts'], {
      testPathIgnorePatterns: ['\\.(calibration|cluster|proof|interruption)\\.test\\.ts$'],
    }),
    project('calibration', ['suites/**/*.calibration.test.ts']),
    project('cluster', ['{harness,suites}/**/*.cluster.test.ts']),
    project('proof', ['suites/**/*.proof.test.ts'], withEngine),
    project('interruption', ['testing/**/*.interruption.test.ts']),
    project('cert', ['suites/**/*.cert.ts'], withEngine),
  ],
};
