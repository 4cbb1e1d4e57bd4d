import { Prisma } from '#generated/prisma/client.ts'
import type { Scope } from '#lib/scopes.ts'
import { administers, belongsTo, nobody, personWith, type Viewer } from '#lib/viewer.ts'

/**
 * Everybody may see a public repository; members of its organization also a private one. What a
 * token sees of it depends on the scope: an issue asks with its own.
 */
export const readable = (
  viewer: Viewer,
  scope: Scope = 'repositories:read',
): Prisma.RepositoryWhereInput => {
  if (viewer.kind === 'system') return { deletedAt: null }
  const person = personWith(viewer, scope)
  if (!person) return { deletedAt: null, isPrivate: false }
  const { userId } = person
  return {
    deletedAt: null,
    OR: [
      { isPrivate: false },
      { organization: { memberships: { some: { userId, deletedAt: null } } } },
    ],
  }
}

/** The rule of `readable` for hand-written SQL, in which `r` is the repository. */
export const readableSql = (viewer: Viewer, scope: Scope = 'repositories:read'): Prisma.Sql => {
  if (viewer.kind === 'system') return Prisma.sql`r.deleted_at IS NULL`
  const userId = personWith(viewer, scope)?.userId ?? nobody
  return Prisma.sql`r.deleted_at IS NULL AND (NOT r.is_private OR EXISTS (
    SELECT FROM membership m WHERE m.organization_id = r.organization_id
      AND m.user_id = ${userId}::uuid AND m.deleted_at IS NULL))`
}

/**
 * The rule of `readable` for a repository that was read already. Right only for a viewer whose
 * memberships were read just now.
 */
export const canRead = (
  viewer: Viewer,
  repository: { organizationId: string; isPrivate: boolean; deletedAt: Date | null },
  scope: Scope = 'repositories:read',
): boolean =>
  repository.deletedAt === null &&
  (!repository.isPrivate || belongsTo(viewer, scope, repository.organizationId))

/** Admins of its organization may change a repository. */
export const canWrite = (viewer: Viewer, { organizationId }: { organizationId: string }) =>
  administers(viewer, 'repositories:write', organizationId)

/** The repositories of the organizations that the viewer administers. */
export const administered = (viewer: Viewer): Prisma.RepositoryWhereInput => {
  const userId = personWith(viewer, 'repositories:read')?.userId ?? nobody
  return {
    deletedAt: null,
    organization: {
      deletedAt: null,
      memberships: { some: { userId, isAdmin: true, deletedAt: null } },
    },
  }
}
