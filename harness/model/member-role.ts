import { z } from 'zod';

/**
 * The role that the product gave a member. `peer`: no member of this product is more than another; `unknown`: it could
 * not be asked.
 */
export const memberRoleSchema = z.enum(['leader', 'follower', 'peer', 'unknown']);
export type MemberRole = z.infer<typeof memberRoleSchema>;
