import type { Prisma } from '#generated/prisma/client.ts'
import type { Viewer } from '#lib/viewer.ts'

/** Everybody may see an organization. */
export const readable = (_viewer: Viewer): Prisma.OrganizationWhereInput => ({ deletedAt: null })
