import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type AddressInfo } from 'node:net';
import { GenericContainer, Wait, type StartedTestContainer } from 'testcontainers';
import { Budgets } from '../../harness/core/budgets.ts';
import { docker } from '../../harness/host/docker.ts';
import { calibrate, removeContainers, type Calibrated } from './calibrate.ts';

const PASSWORD = 'calibration-only';
const DATA = '/var/lib/postgresql/data';
const LABEL = 'holdfast.dev/calibration';
const budgets = new Budgets();

// The reaper's image comes from a registry; what is started here is removed here, by its label.
process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('PostgreSQL in one container, without Kubernetes', () => {
  let container: StartedTestContainer | undefined;
  let image = '';

  beforeAll(async () => {
    image = (JSON.parse(process.env.HOLDFAST_IMAGES ?? '{}') as { postgres?: string }).postgres ?? '';
    if (image === '') throw new Error('HOLDFAST_IMAGES names no postgres image; start this with "npm test".');
    await removeContainers(LABEL);
  });

  afterEach(async () => {
    await container?.stop();
    container = undefined;
  });

  async function start(onTmpfs: boolean): Promise<Calibrated> {
    const port = await freePort(); // fixed, so that it stays the same when the container is started again
    const described = new GenericContainer(image)
      .withEnvironment({ POSTGRES_PASSWORD: PASSWORD, POSTGRES_DB: 'holdfast' })
      .withLabels({ [LABEL]: 'postgres' })
      .withExposedPorts({ container: 5432, host: port })
      .withCommand(['postgres', '-c', 'cluster_name=postgres-0'])
      .withWaitStrategy(Wait.forSuccessfulCommand('pg_isready --host 127.0.0.1'));
    container = await (onTmpfs ? described.withTmpFs({ [DATA]: 'rw' }) : described).start();
    const id = container.getId();
    const access = {
      budgets,
      password: PASSWORD,
      endpoint: (pod: string) => Promise.resolve({ member: pod, host: '127.0.0.1', port }),
    };
    const restart = (): Promise<string> => docker(['restart', '--time', '30', id], { timeoutSeconds: 60 });
    const kill = async (): Promise<void> => {
      await docker(['kill', '--signal', 'KILL', id], { timeoutSeconds: 30 });
      await docker(['start', id], { timeoutSeconds: 30 });
    };
    return await calibrate(access, onTmpfs ? [kill] : [restart, kill]);
  }

  test('keeps every acknowledged write through a restart and a kill', async () => {
    const { judgement, acknowledged } = await start(false);
    expect(judgement.findings.filter((finding) => finding.effect !== 'note')).toEqual([]);
    expect(judgement.data).toMatchObject({ lost: 0, unexpected: 0, duplicated: 0, corrupted: 0 });
    expect(judgement.data.membersRead).toEqual(['postgres-0']);
    expect(acknowledged).toBeGreaterThanOrEqual(300);
  });

  test('on tmpfs it is found to have lost what it acknowledged', async () => {
    const { judgement, acknowledged } = await start(true);
    const lost = judgement.findings.find((finding) => finding.kind === 'lost');
    expect(lost?.effect).toBe('fail');
    expect(judgement.data.lost).toBe(acknowledged);
    expect(acknowledged).toBeGreaterThanOrEqual(100);
  });
});
