import { EXIT } from '../core/errors.ts';
import { MANIFEST } from '../model/bundle-manifest.ts';
import type { BundleCheck } from './check-bundle.ts';

/** All that a check showed in a sentence or two, and the exit code that it amounts to. */
export function conclusionOf({
  manifest,
  scenarios,
  judged,
  differences,
}: Pick<BundleCheck, 'manifest' | 'scenarios' | 'judged' | 'differences'>): Pick<
  BundleCheck,
  'exitCode' | 'conclusion'
> {
  const differing = scenarios.filter(({ state }) => state === 'differs').length;
  const sentences: string[] = [];
  if (manifest.state === 'broken')
    sentences.push(
      'The bundle is not as the run left it: files were altered, removed or added; nothing in it can be relied on.',
    );
  if (differing > 0)
    sentences.push(
      `Judged again, ${String(differing)} of ${String(scenarios.length)} scenarios differ from what is recorded.`,
    );
  if (differing > 0 || differences.length > 0)
    sentences.push(
      manifest.state === 'intact'
        ? 'The files are those of the manifest: either both were edited, or the judges are others than the run had.'
        : 'The record was edited or damaged.',
    );
  if (sentences.length > 0) return { exitCode: EXIT.fail, conclusion: sentences.join(' ') };
  const same = `Judged again from its histories, the verdict is the recorded one: ${judged}.`;
  if (manifest.state === 'intact')
    return { exitCode: EXIT[judged], conclusion: `The bundle is as the run left it. ${same}` };
  const without = `There is no ${MANIFEST}: the run did not end by itself, or it was removed.`;
  const conclusion = judged === 'pass' ? `${same} Without a manifest that counts as unknown.` : same;
  return {
    exitCode: judged === 'fail' ? EXIT.fail : EXIT.unknown,
    conclusion: `${without} ${conclusion}`,
  };
}
