import { GenericContainer, type WaitStrategy } from 'testcontainers';
import type { SingleServer } from '../stack/single-server.ts';

/** What one server's container is made of. */
export interface ServerContainerParts {
  image: string;
  single: SingleServer;
  password: string;
  /** Where its clients connect to inside the container, and from this machine. */
  clientPort: number;
  hostPort: number;
  /** Whether its data is on a file system in memory, which a stopped container loses. */
  onTmpfs: boolean;
  labels: Record<string, string>;
  wait: WaitStrategy;
}

/**
 * The container of one server, reached from this machine alone. Its data is on a volume that goes with it: what the image
 * has at that path, its owner included, is what the volume begins with.
 */
export class ServerContainer extends GenericContainer {
  /** Its id, once it was made, whatever became of it. */
  id: string | undefined;

  constructor({
    image,
    single,
    password,
    clientPort,
    hostPort,
    onTmpfs,
    labels,
    wait,
  }: ServerContainerParts) {
    super(image);
    this.withEnvironment(single.environment(password)).withLabels(labels).withWaitStrategy(wait);
    // The reaper's image comes from a registry; what is started here is removed here, by its labels.
    this.withAutoCleanup(false);
    if (single.command !== undefined) this.withCommand([...single.command]);
    if (single.hostname !== undefined) this.withHostname(single.hostname);
    // A port of its own choice, so that it stays the same when the container is started again.
    this.withExposedPorts({ container: clientPort, host: hostPort });
    this.hostConfig.PortBindings = {
      [`${String(clientPort)}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: String(hostPort) }],
    };
    if (onTmpfs) this.withTmpFs({ [single.dataPath]: tmpfsOptions(single) });
    else this.createOpts.Volumes = { [single.dataPath]: {} };
  }

  protected override containerCreated(id: string): Promise<void> {
    this.id = id;
    return Promise.resolve();
  }
}

/** Mount options: an empty file system belongs to root unless it is said whose it is. */
export function tmpfsOptions({ user }: Pick<SingleServer, 'user'>): string {
  if (user === undefined) return 'rw';
  return `rw,uid=${String(user)},gid=${String(user)},mode=0700`;
}
