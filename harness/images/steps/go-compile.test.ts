import { expect, test } from '@jest/globals';
import { goArguments } from './go-compile.ts';

test('programs are static, small and do not depend on the checkout', () => {
  const target = {
    packages: ['example/cmd/a', 'example/cmd/b'],
    tags: ['x', 'y'],
    variables: { 'example/v.Version': 'v1' },
  };
  expect(goArguments(target, '/out')).toEqual([
    ...['build', '-trimpath', '-buildvcs=false', '-mod=readonly', '-tags', 'x,y'],
    ...['-ldflags', '-s -w -X example/v.Version=v1', '-o', '/out/', 'example/cmd/a', 'example/cmd/b'],
  ]);
});

test('a single program can be named', () => {
  expect(goArguments({ packages: ['example/server'], program: 'etcd' }, '/out')).toContain('/out/etcd');
});
