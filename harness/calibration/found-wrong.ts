import type { Finding } from '../model/verdict.ts';
import type { Calibrated } from './calibrate.ts';

/** So many findings are told, and the rest is counted. */
const TOLD = 3;

/** What a calibration found wrong, as sentences, failures first; undefined: nothing. */
export function foundWrong({ findings }: Pick<Calibrated, 'findings'>): string | undefined {
  const wrong = findings
    .filter(({ effect }) => effect !== 'note')
    .sort((a, b) => rank(a) - rank(b))
    .map(({ message }) => message);
  if (wrong.length === 0) return undefined;
  const more = wrong.length > TOLD ? [`And ${String(wrong.length - TOLD)} more.`] : [];
  return [...wrong.slice(0, TOLD), ...more].join(' ');
}

const rank = ({ effect }: Finding): number => (effect === 'fail' ? 0 : 1);
