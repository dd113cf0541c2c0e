import { createServer } from 'node:net';
import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { HoldfastError, errorCode, sentenceOf } from '../core/errors.ts';

const schema = z.looseObject({
  kind: z.literal('Cluster'),
  apiVersion: z.string().startsWith('kind.x-k8s.io/'),
  networking: z
    .looseObject({
      podSubnet: z.string().optional(),
      serviceSubnet: z.string().optional(),
      apiServerPort: z.number().optional(),
      apiServerAddress: z.string().optional(),
    })
    .optional(),
  nodes: z
    .array(
      z.looseObject({
        role: z.enum(['control-plane', 'worker']).optional(),
        extraPortMappings: z
          .array(z.looseObject({ hostPort: z.number().optional(), listenAddress: z.string().optional() }))
          .optional(),
      }),
    )
    .min(1),
});

/** What Holdfast needs to know of a kind configuration; kind itself reads the file. */
export interface KindConfig {
  path: string;
  text: string;
  workers: number;
  podSubnet: string;
  serviceSubnet: string;
  /** Ports on the host that kind was told to take. */
  hostPorts: { address: string; port: number }[];
}

/** @throws HoldfastError naming the file and, where there is one, the line. */
export async function readKindConfig(path: string): Promise<KindConfig> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new HoldfastError(`The cluster configuration ${path} cannot be read: ${sentenceOf(error)}`, {
      cause: error,
    });
  });
  const document = parseDocument(text, { prettyErrors: true });
  const [problem] = document.errors;
  if (problem !== undefined) {
    const line = problem.linePos?.[0].line;
    const where = line === undefined ? '' : `, line ${String(line)}`;
    throw new HoldfastError(
      `The cluster configuration ${path}${where} is not valid YAML: ${sentenceOf(problem)}`,
    );
  }
  const parsed = schema.safeParse(document.toJS());
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path.join('.') ?? '';
    const at = field === '' ? 'it' : `"${field}"`;
    throw new HoldfastError(
      `The cluster configuration ${path} is not a kind cluster: ${at}: ${issue?.message ?? 'invalid'}.`,
    );
  }
  const { networking, nodes } = parsed.data;
  const hostPorts = nodes
    .flatMap((node) => node.extraPortMappings ?? [])
    .map((mapping) => ({ address: mapping.listenAddress ?? '0.0.0.0', port: mapping.hostPort ?? 0 }));
  if (networking?.apiServerPort !== undefined) {
    hostPorts.push({ address: networking.apiServerAddress ?? '127.0.0.1', port: networking.apiServerPort });
  }
  return {
    path,
    text,
    workers: nodes.filter((node) => node.role === 'worker').length,
    podSubnet: networking?.podSubnet ?? '10.244.0.0/16', // kind's defaults
    serviceSubnet: networking?.serviceSubnet ?? '10.96.0.0/16',
    hostPorts: hostPorts.filter(({ port }) => port > 0),
  };
}

/** @throws HoldfastError naming the first port of the configuration that something else listens on. */
export async function requireFreePorts(config: KindConfig): Promise<void> {
  for (const { address, port } of config.hostPorts) {
    await new Promise<void>((resolve, reject) => {
      const server = createServer();
      server.once('error', (error) => {
        const why =
          errorCode(error) === 'EADDRINUSE'
            ? 'is in use by another program'
            : `cannot be taken (${sentenceOf(error)})`;
        reject(
          new HoldfastError(
            `Port ${String(port)} on ${address}, which ${config.path} asks for, ${why}; free it or choose another there.`,
            {
              cause: error,
            },
          ),
        );
      });
      server.listen(port, address, () => {
        server.close(() => {
          resolve();
        });
      });
    });
  }
}
