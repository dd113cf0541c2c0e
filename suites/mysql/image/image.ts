import { join } from 'node:path';
import { sid } from '../../../fixtures/debian/sid.ts';
import type { ImageSource } from '../../../harness/images/source.ts';
import { debianPackages } from '../../../harness/images/steps/debian-packages.ts';
import { dockerfileImage } from '../../../harness/images/steps/dockerfile.ts';

/**
 * The ids that volumes written by the official image carry; and of what the packages bring, no messages in other
 * languages, no tools for other engines and for other clusters, and no plugins that only those or other clients ask for.
 */
const BEFORE = `
groupadd --system --gid 999 mysql
useradd --system --uid 999 --gid 999 --home-dir /var/lib/mysql --shell /bin/bash mysql
cat >/etc/dpkg/dpkg.cfg.d/without-extras <<'END'
path-exclude=/usr/share/mysql/*/*
path-include=/usr/share/mysql/english/*
path-include=/usr/share/mysql/charsets/*
path-exclude=/usr/bin/myisam*
path-exclude=/usr/bin/mysql*
path-include=/usr/bin/mysql
path-include=/usr/bin/mysqladmin
path-include=/usr/bin/mysqlbinlog
path-include=/usr/bin/mysqldump
path-exclude=/usr/bin/perror
path-exclude=/usr/bin/ibd2sdi
path-exclude=/usr/bin/innochecksum
path-exclude=/usr/lib/mysql/plugin/*
path-include=/usr/lib/mysql/plugin/mysql_clone.so
path-include=/usr/lib/mysql/plugin/semisync_*.so
path-include=/usr/lib/mysql/plugin/component_log_sink_json.so
path-include=/usr/lib/mysql/plugin/component_reference_cache.so
path-include=/usr/lib/mysql/plugin/component_validate_password.so
END
`;

/** The Perl that only Debian's own scripts want goes again; any user that a volume belongs to may run the server. */
const AFTER = `
rm -rf /usr/share/perl /usr/share/perl5 /usr/lib/*/perl /usr/lib/*/libperl.so* /usr/bin/perl5*
install -d -o mysql -g mysql -m 1777 /var/lib/mysql /var/run/mysqld
install -d -o mysql -g mysql -m 0750 /var/lib/mysql-files
install -d -m 0755 /docker-entrypoint-initdb.d /etc/mysql/conf.d
mysqld --version
`;

const own = (name: string): string => join(import.meta.dirname, name);

const packages = debianPackages({
  name: 'mysql-packages',
  title: 'install MySQL 9.7',
  base: sid,
  suite: 'sid',
  updates: false, // there are none beside sid itself
  packages: ['mysql-server-core', 'mysql-client-core'],
  before: BEFORE,
  after: AFTER,
  typicalSeconds: 60,
});

/**
 * Both ways give the same contract: environment variables, entry point, init scripts, user, port, data path
 * and stop signal are those of the official image.
 */
export const images: readonly ImageSource[] = [
  {
    name: 'mysql',
    registry: 'mysql:9.7',
    build: dockerfileImage({
      name: 'mysql',
      title: 'make the image of MySQL 9.7',
      dockerfile: own('Dockerfile'),
      bases: { PACKAGES: packages },
      context: [
        { path: own('docker-entrypoint.sh'), to: 'docker-entrypoint.sh', mode: 0o755 },
        { path: own('my.cnf'), to: 'my.cnf' },
      ],
      typicalSeconds: 5,
    }),
  },
];
