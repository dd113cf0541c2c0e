import { describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import {
  accountsSchema,
  FUNCTIONS,
  groupSchema,
  isRead,
  microOperationSchema,
  payloadSchema,
  snapshotValueSchema,
  transactionSchema,
  transferSchema,
} from './functions.ts';
import {
  listedSchema,
  listingSchema,
  objectAnswerSchema,
  objectContentSchema,
  objectReadSchema,
  objectSchema,
} from './object-functions.ts';
import { deliverySchema, messageSchema, queuePromiseSchema, queuesSchema } from './queue-functions.ts';
import { registerValueSchema, swappedSchema, swapSchema, writtenValueSchema } from './register-functions.ts';

const PAYLOAD = { sha256: 'a', size: 3 };
const OBJECT = { ...PAYLOAD, version: 'w1', parts: 1 };
const CONTENT = { sha256: 'a', bytes: 3, size: 3, etag: 'e', versionId: 'v', version: 'w1' };
const MESSAGE = { ...PAYLOAD, queue: 'q', producer: 'p', sequence: 4 };
const DELIVERY = {
  ...{ ...PAYLOAD, queue: 'q', message: 'm1', redelivered: false, consumer: 'c', acknowledged: 'sent' },
};

describe('what operations do', () => {
  test('are these functions: histories name them', () => {
    expect(FUNCTIONS).toEqual([
      ...['add', 'remove', 'increment', 'transfer', 'add-group', 'transact', 'read'],
      ...['write', 'cas', 'read-register', 'enqueue', 'dequeue'],
      ...['put-object', 'delete-object', 'read-object', 'list-objects'],
      ...['contract', 'accounts', 'queues'],
    ]);
  });

  test('is no write where it only reads, deliveries included', () => {
    expect(FUNCTIONS.filter(isRead)).toEqual([
      ...['read', 'read-register', 'dequeue', 'read-object', 'list-objects'],
    ]);
  });
});

describe('the value of an operation', () => {
  test.each<[string, z.ZodType, unknown]>([
    ['a payload', payloadSchema, PAYLOAD],
    ['a transfer', transferSchema, { from: 'a', to: 'b', amount: 5 }],
    ['a group', groupSchema, { rows: 2 }],
    ['a snapshot', snapshotValueSchema, { counters: { c: 1 }, accounts: { a: -1 }, groups: { g: 0 } }],
    ['a swap', swapSchema, { from: null, to: 4 }],
    ['a message', messageSchema, MESSAGE],
    ['a delivery', deliverySchema, DELIVERY],
    ["a queue's promise", queuePromiseSchema, { delivery: 'at-least-once', ordered: true }],
    ['an object', objectSchema, OBJECT],
    ['the content of an object', objectContentSchema, CONTENT],
    ['what an object is answered with', objectAnswerSchema, { versionId: 'v', etag: 'e' }],
    ['what a listing asks for', listingSchema, { prefix: 'p/' }],
  ])(
    'is read as it was written, and needs every part that is not said to be optional: %s',
    (_, schema, all) => {
      const whole = all as Record<string, unknown>;
      expect(schema.parse({ ...whole, more: 1 })).toEqual(whole);
      for (const name of Object.keys(whole)) {
        expect(schema.safeParse({ ...whole, [name]: Symbol(name) }).success).toBe(false);
        const { [name]: _left, ...rest } = whole;
        const optional =
          ['etag', 'versionId'].includes(name) || (schema === objectContentSchema && name === 'version');
        expect([name, schema.safeParse(rest).success]).toEqual([name, optional]);
      }
    },
  );

  test.each<[string, z.ZodType, unknown[]]>([
    ['an append', microOperationSchema, [['append', 'l', 1]]],
    [
      'a read of a list',
      microOperationSchema,
      [
        ['read', 'l', null],
        ['read', 'l', []],
        ['read', 'l', [1, 2]],
      ],
    ],
    [
      'a transaction',
      transactionSchema,
      [
        [],
        [
          ['append', 'l', 1],
          ['read', 'l', null],
        ],
      ],
    ],
    ['what accounts begin with', accountsSchema, [{}, { a: 5, b: -5 }]],
    ['what a register holds', registerValueSchema, [null, 0, -7]],
    ['what is written to a register', writtenValueSchema, [0, -7]],
    [
      'a swap',
      swapSchema,
      [
        { from: 1, to: 2 },
        { from: null, to: 2 },
      ],
    ],
    ['whether a swap was made', swappedSchema, [true, false]],
    ['what was read of an object', objectReadSchema, [null, CONTENT, { sha256: 'a', bytes: 0, size: 1 }]],
    [
      'what was listed',
      listedSchema,
      [
        { objects: [] },
        {
          objects: [
            { key: 'k', size: 1 },
            { key: 'l', size: 0, etag: 'e' },
          ],
        },
      ],
    ],
    [
      'the promises of queues',
      queuesSchema,
      ['at-least-once', 'exactly-once', 'at-most-once'].map((delivery) => ({
        q: { delivery, ordered: false },
      })),
    ],
    [
      'what became of an acknowledgement',
      deliverySchema,
      ['no', 'sent', 'confirmed'].map((acknowledged) => ({ ...DELIVERY, acknowledged })),
    ],
  ])('may be %s', (_what, schema, values) => {
    for (const value of values) expect(schema.parse(value)).toEqual(value);
  });

  test.each<[string, z.ZodType, unknown[]]>([
    ['half a byte', payloadSchema, [{ sha256: 'a', size: 0.5 }]],
    ['half an amount', transferSchema, [{ from: 'a', to: 'b', amount: 0.5 }]],
    [
      'no micro-operation',
      microOperationSchema,
      [
        ['swap', 'l', 1],
        ['append', 'l'],
        ['append', 'l', null],
        ['append', 'l', 0.5],
        ['read', 'l', 1],
        ['', 'l', 1],
      ],
    ],
    ['half a balance', accountsSchema, [{ a: 0.5 }]],
    ['text in a register', registerValueSchema, ['1', 0.5, undefined]],
    ['nothing written', writtenValueSchema, [null, 0.5]],
    ['a swap to nothing', swapSchema, [{ from: 1, to: null }]],
    ['an answer in words', swappedSchema, ['yes']],
    ['no part', objectSchema, [{ ...OBJECT, parts: 0 }]],
    ['a listing without sizes', listedSchema, [{ objects: [{ key: 'k' }] }, {}]],
    [
      'a promise that no queue makes',
      queuePromiseSchema,
      [{ delivery: 'sometimes', ordered: true }, { delivery: '' }],
    ],
    ['another acknowledgement', deliverySchema, [{ ...DELIVERY, acknowledged: 'yes' }]],
  ])('is not %s', (_what, schema, values) => {
    for (const value of values) expect(schema.safeParse(value).success).toBe(false);
  });
});
