import { describe, expect, test } from '@jest/globals';
import { sampleContract } from '../model/contract.fixture.ts';
import { BrokenStackError, requireStack } from './stack-shape.ts';

const does = (): undefined => undefined;
const good = {
  ...{ name: 'db', product: 'A database', members: 3, images: ['db'], mix: { add: 1, 'read-register': 1 } },
  layout: { statefulSet: 'db', service: 'db', container: 'db', volumePath: '/data', clientPort: 5432 },
  single: { image: 'db', environment: does, dataPath: '/data', ready: ['true'] },
  ...{ contract: sampleContract, manifests: does, describeMembers: does, isWhole: does },
  ...{ scale: does, workload: does },
};

describe('a stack', () => {
  test('is taken as it is where it brings what it has to', () => {
    expect(requireStack('db', good)).toBe(good);
  });

  test.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /^The stack "db" is broken: stack: /],
    ['another name', { ...good, name: 'other' }, /its name is "other"/],
    ['a name that no object can have', { ...good, name: 'My DB' }, /name: it has to be a DNS label/],
    ['no members', { ...good, members: 0 }, /members: /],
    [
      'no way to see whether it is whole',
      { ...good, isWhole: undefined },
      /isWhole: it has to be a function/,
    ],
    [
      'a port that there is not',
      { ...good, layout: { ...good.layout, clientPort: 70_000 } },
      /layout\.clientPort: /,
    ],
    ['reads alone', { ...good, mix: { 'read-register': 1 } }, /mix: no kind of operation in it writes/],
    ['no single server', { ...good, single: undefined }, /single: /],
    ['a contract that is none', { ...good, contract: () => 'all' }, /contract\(3\)\.: /],
    [
      'a contract without a summary',
      { ...good, contract: () => ({ ...sampleContract(3), summary: '' }) },
      /contract\(3\)\.summary: /,
    ],
    [
      'a contract that cannot be asked',
      {
        ...good,
        contract: () => {
          throw new Error('not for 3');
        },
      },
      /contract\(3\): not for 3/,
    ],
  ])('that brings %s is refused, with what is wrong and where to look', (_what, exported, sentence) => {
    expect(() => requireStack('db', exported)).toThrow(BrokenStackError);
    expect(() => requireStack('db', exported)).toThrow(sentence);
    expect(() => requireStack('db', exported)).toThrow(/Look at suites\/db\/stack\.ts/);
  });
});
