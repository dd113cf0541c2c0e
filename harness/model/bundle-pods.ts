import { parseAs } from './bundle-json.ts';
import { linesOf, placeOf } from './bundle-lines.ts';
import { podSightingSchema, type PodSighting } from './incarnation.ts';

/**
 * Reads what a watch saw of pods, in its order. A line that was cut off at the end is dropped.
 * @throws HoldfastError naming file and line, for a broken line.
 */
export async function readPodSightings(path: string): Promise<PodSighting[]> {
  const sightings: PodSighting[] = [];
  for await (const line of linesOf(path)) {
    sightings.push(parseAs(line.text, podSightingSchema, placeOf(path, line)));
  }
  return sightings;
}
