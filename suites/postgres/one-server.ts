import { createServer, type AddressInfo } from 'node:net';
import { GenericContainer, Wait } from 'testcontainers';
import { Budgets } from '../../harness/core/budgets.ts';
import { HoldfastError } from '../../harness/core/errors.ts';
import { docker } from '../../harness/host/docker.ts';
import type { Access } from '../../harness/stack/stack.ts';
import { POD } from './calibrate-evidence.ts';
import { withMember } from './connection.ts';

const PASSWORD = 'calibration-only';
const DATA = '/var/lib/postgresql/data';
const LABEL = 'holdfast.dev/calibration';

// The reaper's image comes from a registry; what is started here is removed here, by its label.
process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true';

/** One PostgreSQL server in a container, which takes itself for the first member. */
export interface OneServer {
  access: Access;
  /** Sends statements with the rights of the administrator, one after the other. */
  sql: (...statements: string[]) => Promise<void>;
  /** Stops the container, its server in order, and starts it again. */
  restart: () => Promise<void>;
  /** Kills the server, and starts the container again. */
  kill: () => Promise<void>;
  stop: () => Promise<void>;
}

export interface OneServerOptions {
  /** Names what uses it: what the same user left behind when it was killed is removed first. */
  user: string;
  /** On a file system in memory, which a stopped container loses. */
  onTmpfs?: boolean;
  budgets?: Budgets;
}

/** Starts a server from the image that `npm test` has made. @throws HoldfastError where no image is named. */
export async function startOneServer(options: OneServerOptions): Promise<OneServer> {
  const { user, onTmpfs = false, budgets = new Budgets() } = options;
  const image = (JSON.parse(process.env.HOLDFAST_IMAGES ?? '{}') as { postgres?: string }).postgres;
  if (image === undefined) {
    throw new HoldfastError('HOLDFAST_IMAGES names no postgres image; start this with "npm test".');
  }
  await removeContainers(`${LABEL}=${user}`);
  const port = await freePort(); // fixed, so that it stays the same when the container is started again
  const described = new GenericContainer(image)
    .withEnvironment({ POSTGRES_PASSWORD: PASSWORD, POSTGRES_DB: 'holdfast' })
    .withLabels({ [LABEL]: user })
    .withExposedPorts({ container: 5432, host: port })
    .withCommand(['postgres', '-c', `cluster_name=${POD}`])
    .withWaitStrategy(Wait.forSuccessfulCommand('pg_isready --host 127.0.0.1'));
  const container = await (onTmpfs ? described.withTmpFs({ [DATA]: 'rw' }) : described).start();
  const id = container.getId();
  const access: Access = {
    budgets,
    password: PASSWORD,
    members: 1,
    endpoint: (pod) => Promise.resolve({ member: pod, host: '127.0.0.1', port }),
  };
  return {
    access,
    sql: (...statements) =>
      withMember(access, POD, async (client) => {
        for (const statement of statements) await client.query(statement);
      }),
    restart: async () => {
      await docker(['restart', '--time', '30', id], { timeoutSeconds: 60 });
    },
    kill: async () => {
      await docker(['kill', '--signal', 'KILL', id], { timeoutSeconds: 30 });
      await docker(['start', id], { timeoutSeconds: 30 });
    },
    stop: async () => {
      await container.stop();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function removeContainers(label: string): Promise<void> {
  const ids = (await docker(['ps', '--all', '--quiet', '--filter', `label=${label}`]))
    .split('\n')
    .filter(Boolean);
  if (ids.length > 0) await docker(['rm', '--force', '--volumes', ...ids]);
}
