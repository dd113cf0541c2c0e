import type { RunClock } from '../core/clock.ts';
import { HoldfastError, sentenceOf } from '../core/errors.ts';
import type { KubeClient } from '../kube/client.ts';
import { exec, type ExecTarget } from '../kube/exec.ts';
import type { KubeObject } from '../kube/objects.ts';
import { getPod } from '../kube/resources.ts';
import type { Heartbeat } from '../model/incarnation.ts';
import type { StackLayout } from '../stack/stack.ts';
import { foldBeats } from './beats.ts';

/** The sidecar's name. */
export const HEARTBEAT = 'holdfast-heartbeat';

const FILE = '.holdfast-heartbeat';

/**
 * Four lines a second, each opened, appended (O_APPEND) and closed, so that beats go on where the file was
 * deleted or the disk was full for a while. bash does it without starting a process: it waits by reading
 * from a pipe that nobody writes to. The first line feed ends a line that a crash cut short. An image may name
 * any stop signal, hence so many traps.
 */
const BEAT = `trap 'exit 0' TERM INT QUIT HUP USR1 USR2 WINCH
LC_ALL=C
[ -s "$FILE" ] && { echo >>"$FILE"; } 2>/dev/null
if [ -n "\${EPOCHREALTIME:-}" ]; then
  eval 'exec 9<> <(:)'
  while :; do
    { printf '%s %s\\n' "$POD_UID" "$EPOCHREALTIME" >>"$FILE"; } 2>/dev/null
    read -r -t 0.25 -u 9 _
  done
fi
case \`date +%N\` in '' | *[!0-9]*) form=%s.000 ;; *) form=%s.%N ;; esac
while :; do
  { printf '%s %s\\n' "$POD_UID" "\`date +$form\`" >>"$FILE"; } 2>/dev/null
  sleep 0.25 2>/dev/null || sleep 1
done
`;

const START = 'command -v bash >/dev/null 2>&1 && exec bash -c "$BEAT"; exec sh -c "$BEAT"';

interface Mount {
  name: string;
  mountPath: string;
}

interface Container {
  name: string;
  image: string;
  volumeMounts?: Mount[];
  [field: string]: unknown;
}

interface Workload extends KubeObject {
  spec: { template: { spec: { containers: Container[]; initContainers?: Container[] } } };
}

/**
 * Adds a heartbeat to a stack's StatefulSet: a native sidecar, started before everything else in the pod and
 * stopped after it, that appends a line with the pod's UID and the time to a file on the member's volume.
 * Two incarnations that use one volume at the same time so leave lines that alternate. Everything that is
 * ever applied to the StatefulSet has to go through here, else the next apply takes the sidecar away.
 * @param image for the sidecar, with `sh`, `date` and `sleep` in it; the data container's own by default.
 * @throws HoldfastError where the objects do not have what the layout names.
 */
export function withHeartbeat(
  objects: readonly KubeObject[],
  layout: StackLayout,
  image?: string,
): KubeObject[] {
  const { statefulSet, container, volumePath } = layout;
  const found = objects.find((one) => one.kind === 'StatefulSet' && one.metadata.name === statefulSet);
  if (found === undefined) throw new HoldfastError(`The manifests hold no StatefulSet "${statefulSet}".`);
  const set = structuredClone(found) as Workload;
  const pod = set.spec.template.spec;
  const data = pod.containers.find((one) => one.name === container);
  const mount = data?.volumeMounts?.find((one) => isAt(one, volumePath));
  if (data === undefined || mount === undefined) {
    throw new HoldfastError(
      `StatefulSet "${statefulSet}" has no container "${container}" with a volume mounted at ${volumePath}.`,
    );
  }
  pod.initContainers = [sidecar(data, mount, image), ...(pod.initContainers ?? [])];
  return objects.map((one) => (one === found ? set : one));
}

function sidecar(data: Container, mount: Mount, image = data.image): Container {
  const inherited = ['imagePullPolicy', 'securityContext'].filter((field) => data[field] !== undefined);
  return {
    name: HEARTBEAT,
    image,
    restartPolicy: 'Always',
    command: ['sh', '-c', START],
    env: [
      { name: 'BEAT', value: BEAT },
      { name: 'FILE', value: `${mount.mountPath.replace(/\/+$/, '')}/${FILE}` },
      { name: 'POD_UID', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.uid' } } },
    ],
    volumeMounts: [mount],
    ...Object.fromEntries(inherited.map((field) => [field, data[field]])),
  };
}

const isAt = (mount: Mount, path: string): boolean =>
  mount.mountPath.replace(/\/+$/, '') === path.replace(/\/+$/, '');

/**
 * Reads the beats on a member's volume, in its sidecar or, where that does not run, in the container of
 * `target`. Never throws: a member that cannot be reached has a `problem` and no runs.
 */
export async function readHeartbeats(
  client: KubeClient,
  target: ExecTarget,
  volumePath: string,
  clock: RunClock,
): Promise<Heartbeat> {
  const { namespace, pod: name } = target;
  try {
    const pod = await getPod(client, namespace, name);
    if (pod === undefined) throw new HoldfastError(`There is no pod ${name} to read the heartbeats in.`);
    const sidecar = pod.status.initContainerStatuses?.find((one) => one.name === HEARTBEAT);
    const container = sidecar?.state?.running === undefined ? target.container : HEARTBEAT;
    const text = await read(client, { namespace, pod: name, container }, `${volumePath}/${FILE}`);
    return { pod: name, runs: foldBeats(text, clock) };
  } catch (error) {
    return { pod: name, runs: [], problem: sentenceOf(error) };
  }
}

async function read(client: KubeClient, target: ExecTarget, file: string): Promise<string> {
  const { exitCode, stdout, stderr } = await exec(client, target, ['cat', file]);
  if (exitCode === 0) return stdout;
  throw new HoldfastError(`The heartbeats on the volume of ${target.pod} cannot be read: ${stderr.trim()}`);
}
