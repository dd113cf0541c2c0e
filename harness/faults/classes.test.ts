import { expect, test } from '@jest/globals';
import { FAULTS } from './index.ts';

test('every fault has the class of what it can at worst take away', () => {
  const classes: Record<string, string[]> = {};
  for (const [id, fault] of FAULTS) (classes[fault.class] ??= []).push(id);
  expect(classes).toEqual({
    process: ['pod-kill'],
    pod: [
      ...['pod-delete', 'pod-delete-grace-1', 'pod-delete-grace-0', 'pod-delete-all'],
      ...[
        'rolling-restart',
        'bad-image',
        'upgrade',
        'scale-to-1',
        'scale-to-3',
        'restart-into-8',
        'scale-to-zero',
      ],
      ...['statefulset-delete', 'claim-lost', 'node-drain', 'drain-held'],
    ],
    node: ['node-crash', 'kubelet-stop'],
    none: ['pod-freeze', 'partition', 'statefulset-orphan', 'control-plane-stop'],
  });
});

test('whatever rolls out goes on until the stack is whole', () => {
  const goingOn = [...FAULTS.values()].filter(({ goesOn }) => goesOn === true);
  expect(goingOn.map(({ id }) => id)).toEqual(['rolling-restart', 'bad-image', 'upgrade']);
});
