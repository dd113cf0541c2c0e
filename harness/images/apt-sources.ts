import { command } from '../host/command.ts';

/** Where this machine gets Debian's packages, and with which options; read anew for every build. */
export interface AptSources {
  /** The archive, e.g. for `SUITE` and `SUITE-updates`; undefined where this machine names none. */
  readonly archive: string | undefined;
  /** The archive of security updates, if the machine has one. */
  readonly security: string | undefined;
  /** Lines for an apt.conf file. */
  readonly configuration: string;
  /** The proxy for plain HTTP, for tools that know apt's options not. */
  readonly proxy: string | undefined;
}

/** Options that say how packages are reached. All others belong to this machine alone. */
const NEEDED =
  /^Acquire::((https?|ftp)(::|\s)|Check-Valid-Until\b|Check-Date\b|Max-FutureTime\b|Retries\b|ForceIPv[46]\b)/;

/** Reads the machine's own apt configuration. @throws CommandError where there is no apt. */
export async function aptSources(): Promise<AptSources> {
  const targets = await command('apt-get', [
    'indextargets',
    '--format',
    '$(LABEL)|$(RELEASE)|$(REPO_URI)',
    'Created-By: Packages',
  ]);
  const dump = await command('apt-config', ['dump']);
  return parseAptSources(targets, dump, process.env);
}

/** Pure part of {@link aptSources}. A proxy in the environment counts where apt's options name none. */
export function parseAptSources(
  targets: string,
  dump: string,
  env: Readonly<Record<string, string | undefined>>,
): AptSources {
  const repositories = targets.split('\n').map((line) => {
    const [label = '', release = '', uri = ''] = line.trim().split('|');
    return { label, release, uri: uri.replace(/\/+$/, '') };
  });
  const security = repositories.find(({ label, release, uri }) => {
    return release.endsWith('-security') && (label.startsWith('Debian') || uri.endsWith('/debian-security'));
  });
  // Labels are known only once apt has fetched its lists; until then the address has to tell.
  const archive = repositories.find(({ label, release, uri }) => {
    return !release.includes('-security') && (label === 'Debian' || uri.endsWith('/debian'));
  });
  const lines = dump.split('\n').filter((line) => NEEDED.test(line));
  const ownProxy = /^Acquire::http::Proxy "(.+)";$/m.exec(dump)?.[1];
  const proxy = ownProxy ?? env.http_proxy ?? env.HTTP_PROXY;
  if (ownProxy === undefined && proxy !== undefined) lines.push(`Acquire::http::Proxy "${proxy}";`);
  return {
    archive: archive?.uri,
    security: security?.uri,
    configuration: lines.map((line) => `${line}\n`).join(''),
    proxy,
  };
}

/** The sources list of a suite, from the same archives that this machine uses; without updates as it was at its last point release. */
export function sourcesList(sources: AptSources, suite: string, updates = true): string {
  const lines = [`deb ${sources.archive ?? ''} ${suite} main`];
  if (!updates) return `${lines.join('')}\n`;
  lines.push(`deb ${sources.archive ?? ''} ${suite}-updates main`);
  if (sources.security !== undefined) lines.push(`deb ${sources.security} ${suite}-security main`);
  return lines.map((line) => `${line}\n`).join('');
}
