/** `npm run mutation`: how much of the judges and of the model their tests hold (docs/mutation.md). */
export default {
  mutate: ['harness/{checks,model}/**/*.ts', '!**/*.{test,fixture}.ts'],
  plugins: ['./testing/mutation/plugin.ts'],
  testRunner: 'in-process',
  inProcess: {
    tests: ['harness/{checks,model}/**/*.test.ts'],
    // They go through every case there is, and say little about a mutant for the time they take.
    exclude: ['**/*exhaustive.test.ts'],
    // A survivor would be shown to every test that reaches it: for the code that all of them use, minutes each.
    enoughMs: 3000,
  },
  coverageAnalysis: 'perTest',
  testRunnerNodeArgs: ['--disable-warning=ExperimentalWarning'],
  concurrency: 2,
  // A mutant of a module's own statements leaves a generation of modules behind.
  maxTestRunnerReuse: 500,
  // The runner itself sees where a mutant makes code endless; this is for what it cannot interrupt.
  timeoutMS: 60_000,
  ignorePatterns: ['reports', '.ci', 'docs'],
  tempDirName: 'reports/mutation/sandbox',
  cleanTempDir: 'always',
  incrementalFile: 'reports/mutation/incremental.json',
  reporters: ['clear-text', 'progress', 'html', 'json'],
  clearTextReporter: { logTests: false, reportTests: false },
  htmlReporter: { fileName: 'reports/mutation/mutation.html' },
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  thresholds: { high: 98, low: 95, break: 95 },
};
