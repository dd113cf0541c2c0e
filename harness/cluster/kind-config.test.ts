import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../core/paths.ts';
import { readKindConfig, requireFreePorts } from './kind-config.ts';

describe("the cluster's configuration", () => {
  let folder = '';
  const write = async (text: string): Promise<string> => {
    const path = join(folder, 'kind.yaml');
    await writeFile(path, text);
    return path;
  };
  const HEAD = 'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kind-config-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('of this project has one control plane, four workers and the usual subnets', async () => {
    const config = await readKindConfig(join(PROJECT_ROOT, 'kind-config.yaml'));
    expect(config).toMatchObject({
      workers: 4,
      podSubnet: '10.244.0.0/16',
      serviceSubnet: '10.96.0.0/16',
      hostPorts: [],
    });
  });

  test('that is not there, not YAML or not of kind is an error with the file, and the line where there is one', async () => {
    await expect(readKindConfig(join(folder, 'none.yaml'))).rejects.toThrow(/none\.yaml cannot be read/);
    const broken = await write(`${HEAD}nodes: [\n`);
    await expect(readKindConfig(broken)).rejects.toThrow(/kind\.yaml, line \d is not valid YAML/);
    const other = await write('kind: Pod\napiVersion: v1\nnodes: []\n');
    await expect(readKindConfig(other)).rejects.toThrow(/not a kind cluster: "kind"/);
    const nodeless = await write(`${HEAD}nodes: []\n`);
    await expect(readKindConfig(nodeless)).rejects.toThrow(/not a kind cluster: "nodes"/);
  });

  test('that asks for a port in use is an error naming the port', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const config = await readKindConfig(
      await write(
        `${HEAD}networking: {apiServerPort: ${String(port)}, podSubnet: 10.1.0.0/16}\nnodes: [{role: worker}]\n`,
      ),
    );
    expect(config).toMatchObject({ podSubnet: '10.1.0.0/16', hostPorts: [{ address: '127.0.0.1', port }] });
    await expect(requireFreePorts(config)).rejects.toThrow(
      new RegExp(`Port ${String(port)} on 127.0.0.1.*is in use`),
    );
    await new Promise((resolve) => server.close(resolve));
    await expect(requireFreePorts(config)).resolves.toBeUndefined();
  });
});
