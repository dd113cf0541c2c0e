import { badImage } from './bad-image.ts';
import { claimLost } from './claim-lost.ts';
import { controlPlaneStop } from './control-plane-stop.ts';
import { drainHeld } from './drain-held.ts';
import type { Fault } from './fault.ts';
import { kubeletStop } from './kubelet-stop.ts';
import { nodeCrash } from './node-crash.ts';
import { nodeDrain } from './node-drain.ts';
import { partition } from './partition.ts';
import { podDelete, podDeleteGrace0, podDeleteGrace1 } from './pod-delete.ts';
import { podDeleteAll } from './pod-delete-all.ts';
import { podFreeze } from './pod-freeze.ts';
import { podKill } from './pod-kill.ts';
import { rollingRestart } from './rolling-restart.ts';
import { restartInto8, scaleTo1, scaleTo3 } from './scale.ts';
import { scaleToZero } from './scale-to-zero.ts';
import { statefulSetDelete } from './statefulset-delete.ts';
import { statefulSetOrphan } from './statefulset-orphan.ts';
import { upgrade } from './upgrade.ts';

/** Every fault there is, by its id; a new one is one file and one line here. */
export const FAULTS: ReadonlyMap<string, Fault> = new Map(
  [
    podDelete,
    podDeleteGrace1,
    podDeleteGrace0,
    podDeleteAll,
    podKill,
    podFreeze,
    partition,
    rollingRestart,
    badImage,
    upgrade,
    scaleTo1,
    scaleTo3,
    restartInto8,
    scaleToZero,
    statefulSetOrphan,
    statefulSetDelete,
    claimLost,
    nodeDrain,
    drainHeld,
    nodeCrash,
    kubeletStop,
    controlPlaneStop,
  ].map((fault) => [fault.id, fault]),
);
