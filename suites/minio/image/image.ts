import { join } from 'node:path';
import { trixie } from '../../../fixtures/debian/image.ts';
import type { ImageSource } from '../../../harness/images/source.ts';
import { dockerfileImage } from '../../../harness/images/steps/dockerfile.ts';
import { goCompile } from '../../../harness/images/steps/go-compile.ts';

/** The last release of which the project published an image; `server/go.mod` names its commit. */
const RELEASE = 'RELEASE.2025-09-07T16-13-09Z';
const COMMIT = '07c3a429bfed433e49018cb0f78a52145d4bedeb';

const own = (name: string): string => join(import.meta.dirname, name);

/** What the server says of itself. */
const IDENTITY = {
  Version: '2025-09-07T16:13:09Z',
  ReleaseTag: RELEASE,
  CommitID: COMMIT,
  ShortCommitID: COMMIT.slice(0, 12),
  CopyrightYear: '2025',
};

const server = goCompile({
  name: 'minio/server',
  title: `compile MinIO ${RELEASE}`,
  module: own('server'),
  targets: [
    {
      packages: ['github.com/minio/minio'],
      variables: Object.fromEntries(
        Object.entries(IDENTITY).map(([name, value]) => [`github.com/minio/minio/cmd.${name}`, value]),
      ),
    },
  ],
  typicalSeconds: 300,
});

/**
 * Both ways give the same contract: the same release, environment variables, entry point, port and data path. The one
 * that is made here has Debian's bash and tools under it, and neither `mc` nor `curl`.
 */
export const images: readonly ImageSource[] = [
  {
    name: 'minio',
    registry: `minio/minio:${RELEASE}`,
    build: dockerfileImage({
      name: 'minio',
      title: `make the image of MinIO ${RELEASE}`,
      dockerfile: own('Dockerfile'),
      bases: { BASE: trixie },
      context: [
        { from: server, path: 'minio', to: 'minio' },
        { path: own('docker-entrypoint.sh'), to: 'docker-entrypoint.sh', mode: 0o755 },
      ],
      typicalSeconds: 10,
    }),
  },
];
