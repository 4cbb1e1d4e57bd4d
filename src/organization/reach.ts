import type { Prisma } from '#generated/prisma/client.ts'

/** Organizations for which the App may act now: it is installed there, and not suspended. */
export const inReach = {
  deletedAt: null,
  installationId: { not: null },
  status: 'ACTIVE',
} satisfies Prisma.OrganizationWhereInput
