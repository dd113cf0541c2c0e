import { z } from 'zod';

/** What a register holds; null: nothing was ever written to it, or it is not there. */
export const registerValueSchema = z.number().int().nullable();
export type RegisterValue = z.infer<typeof registerValueSchema>;

/** What `write` sends. */
export const writtenValueSchema = z.number().int();

/** What `cas` sends: `to` is written where the register holds `from`. It comes back with whether it was. */
export const swapSchema = z.object({ from: registerValueSchema, to: z.number().int() });
export type Swap = z.infer<typeof swapSchema>;
export const swappedSchema = z.boolean();
