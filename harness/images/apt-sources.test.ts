import { describe, expect, test } from '@jest/globals';
import { parseAptSources, sourcesList } from './apt-sources.ts';

const TARGETS = [
  'Debian|bookworm|http://mirror.example/debian/',
  'Debian|bookworm-updates|http://mirror.example/debian/',
  'Debian-Security|bookworm-security|http://mirror.example/security/',
  'Other|nodistro|https://packages.example/other/',
].join('\n');

const DUMP = `APT::Architecture "amd64";
Acquire::cdrom::mount "/media/cdrom/";
Acquire::IndexTargets::deb::Packages::MetaKey "x";
Acquire::Check-Valid-Until "false";
Acquire::http::Timeout "20";
DPkg::Post-Invoke:: "something of this machine";
`;

describe('parseAptSources', () => {
  test('finds the archive and the security archive, and nothing foreign', () => {
    const sources = parseAptSources(TARGETS, DUMP, {});
    expect(sources.archive).toBe('http://mirror.example/debian');
    expect(sources.security).toBe('http://mirror.example/security');
    expect(sourcesList(sources, 'trixie')).toBe(
      'deb http://mirror.example/debian trixie main\n' +
        'deb http://mirror.example/debian trixie-updates main\n' +
        'deb http://mirror.example/security trixie-security main\n',
    );
  });

  test('knows an archive without labels by its address', () => {
    expect(parseAptSources('|bookworm|http://mirror.example/debian/', '', {}).archive).toBe(
      'http://mirror.example/debian',
    );
  });

  test('takes over how packages are reached, and no other option', () => {
    expect(parseAptSources('', DUMP, {}).configuration).toBe(
      'Acquire::Check-Valid-Until "false";\nAcquire::http::Timeout "20";\n',
    );
  });

  test("prefers apt's own proxy to the environment's", () => {
    const env = { http_proxy: 'http://env.example:1' };
    expect(parseAptSources('', '', env)).toMatchObject({
      proxy: 'http://env.example:1',
      configuration: 'Acquire::http::Proxy "http://env.example:1";\n',
    });
    expect(parseAptSources('', 'Acquire::http::Proxy "http://apt.example:2";\n', env).proxy).toBe(
      'http://apt.example:2',
    );
  });
});
