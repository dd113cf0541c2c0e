import { describe, expect, test } from '@jest/globals';
import { inferOrders } from './transaction-order.ts';

describe('the order of a list', () => {
  const seen = (text: string, ...lacking: number[]) => {
    const [by = '', values = ''] = text.split('=');
    return {
      ...{ list: 'a', values: values.split(',').filter(Boolean).map(Number), by },
      lacking: new Set(lacking),
    };
  };

  test('is that of its first longest read, of those that lack nothing', () => {
    const reads = [seen('x=1'), seen('y=1,2'), seen('z=1,2'), seen('w=')];
    expect(inferOrders(reads)).toEqual({ orders: new Map([['a', [1, 2]]]), incompatible: [] });
    expect(inferOrders([seen('x=1,2,3', 4)])).toEqual({ orders: new Map(), incompatible: [] });
    expect(inferOrders([seen('w=')]).orders).toEqual(new Map([['a', []]]));
  });

  test('holds without what is lacking', () => {
    expect(inferOrders([seen('x=1,2,3'), seen('y=1,3', 2)]).incompatible).toEqual([]);
    expect(inferOrders([seen('x=1,2,3'), seen('y=3,1', 2)]).incompatible).toEqual([
      'a has 3 where y read it, and 1 at the same place where x did',
    ]);
    expect(inferOrders([seen('x=1,2,3'), seen('y=1,2,3,4,5', 9)])).toMatchObject({ incompatible: [] });
  });

  test('is none where reads contradict each other, each of which is told', () => {
    const { orders, incompatible } = inferOrders([seen('x=1,2'), seen('y=2,1'), seen('z=2')]);
    expect(orders.size).toBe(0);
    expect(incompatible).toEqual([
      'a has 2 where y read it, and 1 at the same place where x did',
      'a has 2 where z read it, and 1 at the same place where x did',
    ]);
  });
});
