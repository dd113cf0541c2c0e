import type { Progress } from '../core/progress.ts';
import { removeHostRoutes } from '../host/routes.ts';
import { deleteKindCluster } from './kind.ts';
import type { ClusterRecord } from './records.ts';
import { isOwned, readRecords, removeRecord } from './records.ts';

/** The clusters that a killed run left: of this tool's own making, not kept on purpose, and used by no living process. */
export async function findLeftovers(): Promise<ClusterRecord[]> {
  return (await readRecords()).filter((record) => !record.keep && !isOwned(record));
}

/** Removes what killed runs left, naming each, and nothing else. */
export async function removeLeftovers(progress: Progress): Promise<void> {
  for (const record of await findLeftovers()) {
    progress.say(
      `Removing cluster ${record.name}, left behind by run ${record.run}, which did not end by itself.`,
    );
    await removeCluster(record);
  }
}

/** Removes a cluster with its routes and its record. */
export async function removeCluster(record: ClusterRecord): Promise<void> {
  await deleteKindCluster(record.name);
  await removeHostRoutes(record.routes);
  await removeRecord(record.name);
}
