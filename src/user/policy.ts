import type { Prisma } from '#generated/prisma/client.ts'
import type { Viewer } from '#lib/viewer.ts'

/** Everybody may see what is public of a person. */
export const readable = (_viewer: Viewer): Prisma.UserWhereInput => ({ deletedAt: null })
