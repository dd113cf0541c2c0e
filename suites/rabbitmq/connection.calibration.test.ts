import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { imageFromEnvironment } from '../../harness/calibration/image-from-environment.ts';
import { freePort, startSingleServer, type RunningServer } from '../../harness/calibration/single-server.ts';
import { Budgets } from '../../harness/core/budgets.ts';
import type { Access } from '../../harness/stack/stack.ts';
import { withLink, withLinkInTime } from './connection.ts';
import { stack } from './stack.ts';

const ALIEN = { user: 'nobody', vhost: 'nowhere' };

describe('connecting to one RabbitMQ node', () => {
  let server: RunningServer;
  let shut: number;
  let asked: number;

  /** Leads nowhere so many times, and to the node from then on. */
  const astray = (times: number, seconds = 10): Access => {
    asked = 0;
    const endpoint = async (pod: string): ReturnType<Access['endpoint']> => {
      const there = await server.access.endpoint(pod);
      return asked++ < times ? { ...there, host: '127.0.0.1', port: shut } : there;
    };
    return { ...server.access, endpoint, budgets: new Budgets({ operation: seconds }) };
  };

  beforeAll(async () => {
    server = await startSingleServer(stack, imageFromEnvironment(stack), { user: 'rabbitmq-connection' });
    shut = await freePort();
  }, 300_000);
  afterAll(() => server.remove(), 60_000);

  test('is tried again where nobody takes the connection, if there is time for it', async () => {
    const name = (link: { pod: string }): Promise<string> => Promise.resolve(link.pod);
    await expect(withLink(astray(1), server.pod, name)).rejects.toThrow(/ECONNREFUSED/);
    expect(await withLinkInTime(astray(3), server.pod, name)).toBe(server.pod);
    expect(asked).toBe(4);
  });

  test('is given up once the time is over, with what was last seen', async () => {
    const never = withLinkInTime(astray(Infinity, 1), server.pod, () => Promise.resolve());
    await expect(never).rejects.toThrow(
      /^Waited 1 s \(budget "operation"\) for rabbitmq-0 to take a connection; last seen: connect ECONNREFUSED/,
    );
    expect(asked).toBeGreaterThan(1);
  });

  test('is not tried again where the node itself refuses, or what was asked fails', async () => {
    await expect(withLinkInTime(astray(0), server.pod, () => Promise.resolve(), ALIEN)).rejects.toThrow(
      /ACCESS.REFUSED/,
    );
    expect(asked).toBe(1);
    const failing = withLinkInTime(astray(0), server.pod, () => Promise.reject(new Error('no answer')));
    await expect(failing).rejects.toThrow(/^no answer$/);
    expect(asked).toBe(1);
  });
});
