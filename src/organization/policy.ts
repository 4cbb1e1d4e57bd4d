import type { Prisma } from '#generated/prisma/client.ts'
import { administers, belongsTo, nobody, personWith, type Viewer } from '#lib/viewer.ts'

/** Everybody may see an organization. */
export const readable = (_viewer: Viewer): Prisma.OrganizationWhereInput => ({ deletedAt: null })

/** Its admins may change an organization. */
export const canWrite = (viewer: Viewer, { id }: { id: string }) =>
  administers(viewer, 'organizations:write', id)

/** Its members see what an organization keeps to itself. */
export const canReadPrivate = (viewer: Viewer, { id }: { id: string }) =>
  belongsTo(viewer, 'organizations:read', id)

/** The organizations that the viewer belongs to, or only those that they administer. */
export const ofViewer = (viewer: Viewer, isAdmin: boolean): Prisma.OrganizationWhereInput => ({
  deletedAt: null,
  memberships: {
    some: {
      userId: personWith(viewer, 'organizations:read')?.userId ?? nobody,
      deletedAt: null,
      ...(isAdmin && { isAdmin }),
    },
  },
})
