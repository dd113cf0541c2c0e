import { join } from 'node:path';
import { trixie } from '../../../fixtures/debian/image.ts';
import type { ImageSource } from '../../../harness/images/source.ts';
import { debianPackages } from '../../../harness/images/steps/debian-packages.ts';
import { dockerfileImage } from '../../../harness/images/steps/dockerfile.ts';

/**
 * The ids that volumes written by the official image carry, and no compiler for queries: PostgreSQL does
 * without where it is not installed, and it would be half of what is brought to every node.
 */
const BEFORE = `
groupadd --system --gid 999 postgres
useradd --system --uid 999 --gid 999 --home-dir /var/lib/postgresql --shell /bin/bash postgres
mkdir -p /etc/postgresql-common
echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
cat >/etc/dpkg/dpkg.cfg.d/without-jit <<'END'
path-exclude=/usr/lib/llvm-*
path-exclude=/usr/lib/*/libLLVM*
path-exclude=/usr/lib/*/libz3*
path-exclude=/usr/lib/postgresql/*/lib/llvmjit*
path-exclude=/usr/lib/postgresql/*/lib/bitcode/*
END
`;

/**
 * The locale of the official image; the sources of all others are left out again, and the Perl that only
 * Debian's own wrappers want. Mode 1777 and 3777 let a container run as any user that a volume belongs to.
 */
const AFTER = `
localedef --inputfile en_US --charmap UTF-8 --alias-file /etc/locale.alias --no-archive /usr/lib/locale/en_US.utf8
rm -rf /usr/share/i18n /usr/share/perl /usr/lib/*/perl /usr/lib/*/libperl.so* /usr/share/bash-completion
sed -i "s/^#*listen_addresses = .*/listen_addresses = '*'/" /usr/share/postgresql/17/postgresql.conf.sample
grep -q "^listen_addresses = '\\*'" /usr/share/postgresql/17/postgresql.conf.sample
install -d -o postgres -g postgres -m 1777 /var/lib/postgresql/data
install -d -o postgres -g postgres -m 3777 /var/run/postgresql
install -d -m 0755 /docker-entrypoint-initdb.d
`;

const own = (name: string): string => join(import.meta.dirname, name);

/** PostgreSQL 17 on Debian trixie, as it was released or with the security updates since. */
function server(name: string, registry: string, title: string, updates: boolean): ImageSource {
  const packages = debianPackages({
    name: `${name}-packages`,
    title: `install ${title}`,
    base: trixie,
    suite: 'trixie',
    updates,
    packages: ['postgresql-17', 'locales', 'libnss-wrapper'],
    before: BEFORE,
    after: AFTER,
    typicalSeconds: 35,
  });
  return {
    name,
    registry,
    build: dockerfileImage({
      name,
      title: `make the image of ${title}`,
      dockerfile: own('Dockerfile'),
      bases: { PACKAGES: packages },
      context: [{ path: own('docker-entrypoint.sh'), to: 'docker-entrypoint.sh', mode: 0o755 }],
      typicalSeconds: 5,
    }),
  };
}

/**
 * Both ways give the same contract: environment variables, entry point, init scripts, user, port, data path
 * and stop signal are those of the official image. The second is an earlier patch version, to upgrade from.
 */
export const images: readonly ImageSource[] = [
  server('postgres', 'postgres:17-trixie', 'PostgreSQL 17', true),
  server('postgres-previous', 'postgres:17.6-trixie', 'an earlier PostgreSQL 17', false),
];
