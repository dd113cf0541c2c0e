import { HoldfastError } from '../core/errors.ts';
import type { StoredEvidence } from '../model/bundle-evidence.ts';
import type { HistoryWalk } from './history-walk.ts';

/**
 * Shows all that lies in files, and holds none of it in memory as a whole.
 * @param verify as of FrameReader.
 * @returns the evidence without what turned out to be broken, to be gone through from the beginning; undefined: it
 * was whole.
 * @throws what is no sentence about a file.
 */
export async function walkStored(
  evidence: StoredEvidence,
  walk: HistoryWalk,
  verify = true,
): Promise<StoredEvidence | undefined> {
  try {
    const torn = await evidence.operations?.each((record) => {
      walk.record(record);
    }, verify);
    walk.endHistory(torn ?? false);
  } catch (error) {
    return { ...evidence, operations: undefined, problems: withProblem(evidence, error) };
  }
  for (const readBack of evidence.readBacks) {
    const sink = walk.readBack(readBack.header);
    try {
      sink.end(
        await readBack.each((element) => {
          sink.element(element);
        }, verify),
      );
    } catch (error) {
      const readBacks = evidence.readBacks.filter((one) => one !== readBack);
      return { ...evidence, readBacks, problems: withProblem(evidence, error) };
    }
  }
  return undefined;
}

/** @throws what is no sentence about a file. */
function withProblem({ problems }: StoredEvidence, error: unknown): string[] {
  if (!(error instanceof HoldfastError)) throw error;
  return [...problems, error.message];
}
