import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { knock } from './reachable.ts';

describe('a knock at a member', () => {
  test('is answered where somebody listens, and refused where nobody does', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await knock({ host: '127.0.0.1', port }, 1000)).toBeUndefined();
    await new Promise((resolve) => server.close(resolve));
    expect(await knock({ host: '127.0.0.1', port }, 1000)).toMatch(/ECONNREFUSED/);
  });
});
