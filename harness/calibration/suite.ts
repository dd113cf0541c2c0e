import { afterEach, describe, expect, test } from '@jest/globals';
import { isRead } from '../model/functions.ts';
import { podOf, type Stack } from '../stack/stack.ts';
import { calibrate, type Calibrated } from './calibrate.ts';
import { alters, kills, restarts } from './disturbances.ts';
import { hasty } from './hasty.ts';
import { imageFromEnvironment } from './image-from-environment.ts';
import { THOROUGH, type CalibrationSettings } from './settings.ts';
import { startSingleServer, type RunningServer } from './single-server.ts';

export interface CalibrationSuiteOptions {
  /** What this product has to be loaded with in another way than THOROUGH says. */
  settings?: Partial<CalibrationSettings>;
  /** How many operations of each kind of the stack's mix, and how many reads, have to be acknowledged where all is well; 20 by default. */
  ofEachKind?: number;
  /** What else has to hold of the server that keeps everything, and of the one that loses everything. */
  kept?: (calibrated: Calibrated) => void;
  lost?: (calibrated: Calibrated) => void;
  /** A known-bad variant whose client takes writes for acknowledged before the server has said so. */
  early?: Stack;
  /** What a server must not do, done to it behind the load's back, and what has to be found then. */
  tampering?: { alter: (server: RunningServer) => Promise<unknown>; found: (calibrated: Calibrated) => void };
}

/** The budgets end what takes too long, each with a sentence of its own. */
const TIMEOUT_MS = 15 * 60 * 1000;

/** What a judge calls data that was acknowledged and is gone. */
const LOSSES: ReadonlySet<string> = new Set(['lost', 'lost-version', 'dataset-gone']);

/**
 * Declares the tests that show a stack's image, client, workload and judges to work together, against one container:
 * written, restarted, killed and read back it passes; with its data in memory, and with an acknowledgement taken too
 * early, it fails. To be called in `suites/STACK/STACK.calibration.test.ts`, with the images named by HOLDFAST_IMAGES.
 */
export function calibrationSuite(stack: Stack, options: CalibrationSuiteOptions = {}): void {
  const { settings = {}, ofEachKind = 20, kept, lost, early, tampering } = options;
  const after = { ...THOROUGH.after, ...settings.after };

  describe(`${stack.product} in one container, without Kubernetes`, () => {
    let server: RunningServer | undefined;
    const start = async (onTmpfs = false): Promise<RunningServer> => {
      server = await startSingleServer(stack, imageFromEnvironment(stack), { user: stack.name, onTmpfs });
      return server;
    };
    afterEach(async () => {
      await server?.remove();
      server = undefined;
    }, TIMEOUT_MS);

    const keeps = async (): Promise<void> => {
      const running = await start();
      const disturbances = [restarts(running), kills(running)];
      const calibrated = await calibrate(stack, running.access, disturbances, settings);
      expect(calibrated.findings.filter((finding) => finding.effect !== 'note')).toEqual([]);
      expect(calibrated.data.membersRead).toEqual([podOf(stack, 0)]);
      expect(Object.values(calibrated.versions).filter(Boolean).length).toBeGreaterThan(1);
      expect(tooFew(stack, calibrated, ofEachKind)).toEqual([]);
      kept?.(calibrated);
    };
    test('keeps what it acknowledged through a restart and a kill', keeps, TIMEOUT_MS);

    const loses = async (): Promise<void> => {
      const running = await start(true);
      // A server that comes back with nothing acknowledges nothing: that need not be waited for.
      const brief = { ...settings, after: { ...after, seconds: 3, atLeast: 0 } };
      const calibrated = await calibrate(stack, running.access, [kills(running)], brief);
      expectLoss(calibrated);
      lost?.(calibrated);
    };
    test('with its data in memory it is found to have lost what it acknowledged', loses, TIMEOUT_MS);

    const clients: [string, Stack][] = [['sent', hasty(stack)]];
    if (early !== undefined) clients.push(['half done', early]);
    const takenEarly = async (_when: string, client: Stack): Promise<void> => {
      const running = await start();
      expectLoss(await calibrate(client, running.access, [kills(running)], settings));
    };
    test.each(clients)('an acknowledgement taken once the write is %s is found out', takenEarly, TIMEOUT_MS);

    if (tampering === undefined) return;
    const altered = async (): Promise<void> => {
      const running = await start();
      const disturbance = alters(() => tampering.alter(running));
      tampering.found(await calibrate(stack, running.access, [disturbance], settings));
    };
    test('whatever is altered behind its back is found', altered, TIMEOUT_MS);
  });
}

function expectLoss({ verdict, findings }: Calibrated): void {
  expect(verdict).toBe('fail');
  const failed = findings.filter(({ effect }) => effect === 'fail').map(({ kind }) => kind);
  expect(failed.filter((kind) => LOSSES.has(kind))).not.toEqual([]);
}

/** The kinds of operations, and reads, of which too few were acknowledged, with how many were. */
function tooFew({ mix }: Stack, { calls }: Calibrated, wanted: number): string[] {
  const acknowledged = calls.filter(({ outcome }) => outcome === 'ok');
  const kinds = Object.entries(mix).flatMap(([kind, weight]) => (weight > 0 ? [kind] : []));
  const counts = new Map(kinds.map((kind) => [kind, acknowledged.filter(({ f }) => f === kind).length]));
  counts.set('any read', acknowledged.filter(({ f }) => isRead(f)).length);
  return [...counts]
    .filter(([, count]) => count < wanted)
    .map(([kind, count]) => `${kind}: ${String(count)}`);
}
