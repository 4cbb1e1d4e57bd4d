import type { Prisma } from '#generated/prisma/client.ts'
import { nobody, personWith, type Viewer } from '#lib/viewer.ts'

/** Members of an organization see who else belongs to it. */
export const readable = (viewer: Viewer): Prisma.MembershipWhereInput => ({
  deletedAt: null,
  organization: {
    deletedAt: null,
    memberships: {
      some: { userId: personWith(viewer, 'organizations:read')?.userId ?? nobody, deletedAt: null },
    },
  },
})
