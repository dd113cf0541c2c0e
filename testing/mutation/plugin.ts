import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { InProcessRunner } from './in-process-runner.ts';

/** What Stryker takes from this folder: its runner, and the shape of the runner's options. */
export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)];

const patterns = { type: 'array', items: { type: 'string' }, default: [] };

export const strykerValidationSchema = {
  properties: {
    inProcess: {
      description: 'Which files of tests are run, and for how long.',
      type: 'object',
      properties: {
        tests: patterns,
        exclude: patterns,
        enoughMs: { type: 'number', minimum: 0, default: 3000 },
      },
      additionalProperties: false,
    },
  },
};
