import { placeLabel, type Place } from './anomalies.ts';
import { counted } from './finding.ts';
import type { SetAnomaly } from './set-tally.ts';

/** The sentences of the set judge on what one member holds and lacks. @param gone whether its data set is. */
export function setSentences(
  place: Place,
  gone: boolean,
  extraCopies: number,
  found: Readonly<Record<SetAnomaly, { count: number }>>,
): Record<SetAnomaly, string> {
  const where = placeLabel(place);
  const many = (kind: SetAnomaly, noun: string): string => counted(found[kind].count, noun);
  const writes = many('lost', 'acknowledged write');
  const waived = many('lost-in-window', 'acknowledged write');
  const [are, them] = found['lost-in-window'].count === 1 ? ['is', 'it'] : ['are', 'them'];
  return {
    lost: gone
      ? `The data set is gone from ${where}, and ${writes} with it.`
      : `${writes} ${found.lost.count === 1 ? 'is' : 'are'} not on ${where}.`,
    'lost-in-window': gone
      ? `The data set is gone from ${where}, and ${waived} with it that the contract lets go.`
      : `${waived} ${are} not on ${where}, and the contract lets ${them} go.`,
    resurrected: `${where} holds ${many('resurrected', 'element')} whose removal was acknowledged.`,
    recovered: `${where} holds ${many('recovered', 'write')} whose outcome was unknown to the client.`,
    unexpected: `${where} holds ${many('unexpected', 'element')} that nobody wrote, or whose write was certainly not applied.`,
    duplicated: `${where} holds ${many('duplicated', 'element')} more than once, ${counted(extraCopies, 'extra copy', 'extra copies')} in all.`,
    corrupted: `${where} holds ${many('corrupted', 'element')} whose payload or checksum is not what was written.`,
  };
}
