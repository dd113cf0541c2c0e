import { z } from 'zod';
import { memberRoleSchema } from './member-role.ts';

/** Who a member is, as Kubernetes, DNS, its volume and the product itself each say it. */
export const memberIdentitySchema = z.object({
  ordinal: z.number().int(),
  pod: z.string(),
  podUid: z.string(),
  node: z.string().nullable(),
  podIp: z.string().nullable(),
  containerId: z.string().nullable(),
  restartCount: z.number().int(),
  /** The UID of the controller that owns the pod. */
  ownerUid: z.string().nullable(),
  /** The revision of the template that the pod was made from (label controller-revision-hash). */
  revision: z.string().nullable(),
  ready: z.boolean(),
  claim: z.string().nullable(),
  claimUid: z.string().nullable(),
  /** The kinds of the claim's owners: they decide what deletes it. */
  claimOwners: z.array(z.string()),
  volume: z.string().nullable(),
  /** The storage system's name for the volume: a CSI handle, or the path of a local one. */
  volumeHandle: z.string().nullable(),
  /** The only node that can reach the volume, where it is bound to one. */
  volumeNode: z.string().nullable(),
  dnsName: z.string(),
  /** What the name resolved to from inside another member's pod; null: it did not resolve; absent: nobody could look. */
  dnsAddresses: z.array(z.string()).nullable().optional(),
  /** The product's own id of this member or of its data (a system identifier, a node name). Absent: it could not be asked. */
  productId: z.string().optional(),
  role: memberRoleSchema,
  /** The owner named by the marker on the volume; null: no marker there; absent: it could not be read. */
  marker: z.string().nullable().optional(),
});
export type MemberIdentity = z.infer<typeof memberIdentitySchema>;

/** What becomes of claims (persistentVolumeClaimRetentionPolicy): `Retain` or `Delete`. */
export const retentionSchema = z.object({ whenDeleted: z.string(), whenScaled: z.string() });
export type Retention = z.infer<typeof retentionSchema>;

/** A pod that runs the data container and is no member: no ordinal, no name and no claim of its own are promised to it. */
export const strangerSchema = z.object({
  pod: z.string(),
  /** The controller that owns it, as `KIND NAME`. */
  owner: z.string().nullable(),
});
export type Stranger = z.infer<typeof strangerSchema>;

/** What the StatefulSet says of itself. */
export const controllerSchema = z.object({
  uid: z.string(),
  replicas: z.number().int(),
  currentRevision: z.string(),
  updateRevision: z.string(),
  podManagementPolicy: z.string(),
  ...retentionSchema.shape,
});
export type ControllerIdentity = z.infer<typeof controllerSchema>;

export const identitySnapshotSchema = z.object({
  takenAt: z.number(),
  /** Absent: there was none, or it could not be seen. */
  controller: controllerSchema.optional(),
  /** What the stack promises of its claims, whatever the StatefulSet says. Absent: it was not asked. */
  retention: retentionSchema.optional(),
  /** Every claim of the StatefulSet's templates, those of members that are scaled away included. */
  claims: z.array(z.object({ name: z.string(), uid: z.string() })),
  /** How many members the stack was asked to have. */
  wanted: z.number().int(),
  members: z.array(memberIdentitySchema),
  /** Pods beside them that run the data container. Absent: nobody looked. */
  strangers: z.array(strangerSchema).optional(),
  /** Why some part of it could not be seen. */
  problems: z.array(z.string()),
});
export type IdentitySnapshot = z.infer<typeof identitySnapshotSchema>;
