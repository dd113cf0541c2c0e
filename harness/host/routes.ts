import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { command, CommandError } from './command.ts';

/** The highest metric there is but one: every real route is preferred. */
const METRIC = '4294967294';

const Routes = z.array(z.object({ dst: z.string(), type: z.string().optional() }));

/**
 * Makes subnets unreachable on this host, so that no packet for a pod or service leaves it by the default
 * route. A subnet that overlaps with an existing route is left alone. Needs root and the command `ip`.
 * @returns the subnets that were added; none where that is not possible.
 */
export async function addHostRoutes(subnets: readonly string[]): Promise<string[]> {
  if (process.getuid?.() !== 0) return [];
  const existing = await listRoutes();
  if (existing === undefined) return [];
  const added: string[] = [];
  for (const subnet of subnets) {
    if (existing.some((route) => overlaps(route, subnet))) continue;
    await command('ip', [...family(subnet), 'route', 'add', 'unreachable', subnet, 'metric', METRIC], {
      timeoutSeconds: 10,
    });
    added.push(subnet);
  }
  return added;
}

/** Removes just the routes that {@link addHostRoutes} adds; one that is gone already is no error. */
export async function removeHostRoutes(subnets: readonly string[]): Promise<void> {
  for (const subnet of subnets) {
    const route = [...family(subnet), 'route', 'del', 'unreachable', subnet, 'metric', METRIC];
    await command('ip', route, { timeoutSeconds: 10 }).catch((error: unknown) => {
      const gone = error instanceof CommandError && /No such process|no command/i.test(error.message);
      if (!gone) throw error;
    });
  }
}

/** The destinations of all routes that may stand against a new one; undefined where `ip` is missing. */
async function listRoutes(): Promise<string[] | undefined> {
  const destinations: string[] = [];
  for (const version of ['-4', '-6']) {
    const answer = await command('ip', [version, '-json', 'route', 'show', 'table', 'all'], {
      timeoutSeconds: 10,
    }).catch((error: unknown) => {
      if (error instanceof CommandError) return undefined;
      throw error;
    });
    if (answer === undefined) return version === '-4' ? undefined : destinations; // a host without IPv6
    destinations.push(...Routes.parse(JSON.parse(answer || '[]')).map(({ dst }) => dst));
  }
  return destinations.filter((destination) => destination !== 'default');
}

/** Whether two subnets (or single addresses) have an address in common. A default route overlaps with nothing. */
export function overlaps(one: string, other: string): boolean {
  const [a, b] = [parse(one), parse(other)];
  if (a === undefined || a.address.kind() !== b?.address.kind()) return false;
  const bits = Math.min(a.bits, b.bits);
  return bits > 0 && a.address.match(b.address, bits);
}

function parse(text: string): { address: ipaddr.IPv4 | ipaddr.IPv6; bits: number } | undefined {
  const [host = ''] = text.split('/');
  if (!ipaddr.isValid(host)) return undefined;
  const address = ipaddr.parse(host);
  const whole = address.kind() === 'ipv4' ? 32 : 128;
  return { address, bits: text.includes('/') ? Number(text.split('/')[1]) : whole };
}

function family(subnet: string): string[] {
  return subnet.includes(':') ? ['-6'] : [];
}
