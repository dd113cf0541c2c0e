import { join } from 'node:path';
import { trixie } from '../../../fixtures/debian/image.ts';
import type { ImageSource } from '../../../harness/images/source.ts';
import { debianPackages } from '../../../harness/images/steps/debian-packages.ts';
import { dockerfileImage } from '../../../harness/images/steps/dockerfile.ts';

/**
 * The ids that volumes written by the official image carry. What nobody starts in a container is not unpacked at all:
 * Python only serves rabbitmqadmin, and Erlang's own plugins for editors and its sources serve nobody.
 */
const BEFORE = `
groupadd --system --gid 999 rabbitmq
useradd --system --uid 999 --gid 999 --home-dir /var/lib/rabbitmq --shell /bin/bash rabbitmq
cat >/etc/dpkg/dpkg.cfg.d/without-extras <<'END'
path-exclude=/usr/lib/erlang/lib/*/src/*
path-exclude=/usr/lib/erlang/lib/*/emacs/*
path-exclude=/usr/lib/erlang/lib/*/examples/*
path-exclude=/usr/lib/erlang/lib/erl_interface-*/lib/*
END
`;

/**
 * A cookie that came with the package would be known to everybody who has the image. Mode 1777 lets a container run as
 * any user that a volume belongs to.
 */
const AFTER = `
rm -f /var/lib/rabbitmq/.erlang.cookie
rm -rf /var/lib/rabbitmq/mnesia
rm -rf /usr/lib/python3* /usr/share/python3* /usr/lib/*/libpython3* /usr/share/bash-completion /usr/share/perl /usr/lib/*/perl
install -d -o rabbitmq -g rabbitmq -m 1777 /var/lib/rabbitmq /var/log/rabbitmq
install -d -o rabbitmq -g rabbitmq -m 0777 /etc/rabbitmq /etc/rabbitmq/conf.d
`;

const own = (name: string): string => join(import.meta.dirname, name);

/** RabbitMQ on Debian trixie, as it was released or with the security updates since. */
function server(name: string, registry: string, title: string, updates: boolean): ImageSource {
  const packages = debianPackages({
    name: `${name}-packages`,
    title: `install ${title}`,
    base: trixie,
    suite: 'trixie',
    updates,
    packages: ['rabbitmq-server'],
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
      context: [
        { path: own('docker-entrypoint.sh'), to: 'docker-entrypoint.sh', mode: 0o755 },
        { path: own('10-defaults.conf'), to: '10-defaults.conf' },
      ],
      typicalSeconds: 5,
    }),
  };
}

/**
 * Both ways give the same contract: environment variables, entry point, user, ports, data path and stop signal are
 * those of the official image. The second is an earlier patch version, to upgrade from.
 */
export const images: readonly ImageSource[] = [
  server('rabbitmq', 'rabbitmq:4.0.9', 'RabbitMQ 4.0', true),
  server('rabbitmq-previous', 'rabbitmq:4.0.5', 'an earlier RabbitMQ 4.0', false),
];
