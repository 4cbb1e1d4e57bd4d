import type { Prisma } from '#generated/prisma/client.ts'
import { administers, type Viewer } from '#lib/viewer.ts'

/** Everybody may see an organization. */
export const readable = (_viewer: Viewer): Prisma.OrganizationWhereInput => ({ deletedAt: null })

/** Its admins may change an organization. */
export const canWrite = (viewer: Viewer, { id }: { id: string }) =>
  administers(viewer, 'organizations:write', id)
