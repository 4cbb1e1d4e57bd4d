import type { Tx } from '#context.ts'
import { Prisma, type Repository } from '#generated/prisma/client.ts'

/** What GitHub said of an installation's access to a repository, and when. */
export type Access = { installationId: bigint; isGranted: boolean; asOf: Date }

/** Access that follows from an event about the repository: whatever GitHub says of it counts more. */
export const impliedBy = (installationId: bigint): Access => ({
  installationId,
  isGranted: true,
  asOf: new Date(0),
})

/**
 * Takes away what an installation could read until `asOf` and was not granted since: GitHub listed
 * all that it may read.
 */
export const revokeBefore = async (tx: Tx, installationId: bigint, asOf: Date): Promise<void> => {
  await tx.db.repositoryAccess.updateMany({
    where: { installationId, isGranted: true, asOf: { lt: asOf } },
    data: { isGranted: false, asOf },
  })
  // Also those that have moved to another owner since.
  await settle(
    tx,
    Prisma.sql`EXISTS (SELECT FROM repository_access AS mine
      WHERE mine.repository_id = repository.id AND mine.installation_id = ${installationId})`,
  )
}

/** Stands for everybody: somebody looked a public repository up. */
export const everybody = 0n

/**
 * Records access, unless we know something later; of two words of the same time the one that takes
 * it away counts. Returns whether that changed what we know.
 */
export const record = async (tx: Tx, repositoryId: string, access: Access): Promise<boolean> => {
  const { installationId, isGranted, asOf } = access
  const changed = await tx.db.$executeRaw`
    INSERT INTO repository_access (repository_id, installation_id, is_granted, as_of)
    VALUES (${repositoryId}::uuid, ${installationId}, ${isGranted}, ${asOf})
    ON CONFLICT (repository_id, installation_id) DO UPDATE
    SET is_granted = EXCLUDED.is_granted, as_of = EXCLUDED.as_of
    WHERE repository_access.as_of < EXCLUDED.as_of
      OR (repository_access.as_of = EXCLUDED.as_of
        AND repository_access.is_granted AND NOT EXCLUDED.is_granted)`
  return changed > 0
}

/** That an installation which was not removed may read `repository` of `organization`. */
export const isInstalled = Prisma.sql`EXISTS (
  SELECT FROM repository_access AS access
  WHERE access.repository_id = repository.id AND access.is_granted
    AND access.installation_id > COALESCE(organization.removed_installation_id, 0))`

/** That everybody could read `repository` when somebody looked it up. */
export const isLookedUp = Prisma.sql`EXISTS (
  SELECT FROM repository_access AS access
  WHERE access.repository_id = repository.id AND access.is_granted
    AND access.installation_id = ${everybody})`

type Reach = { id: string; organizationId: string; name: string; wasInReach: boolean }

/**
 * Repositories whose `deleted_at` does not say what follows from what we know: one is in reach
 * unless GitHub deleted it or its owner removed the App, and while an installation that was not
 * removed may read it, or it is public and was looked up.
 */
const findMisjudged = (tx: Tx, which: Prisma.Sql): Promise<Reach[]> => tx.db.$queryRaw`
  SELECT id, "organizationId", name, "wasInReach" FROM (
    SELECT repository.id, repository.organization_id AS "organizationId", repository.name,
      repository.external_id, repository.deleted_at IS NULL AS "wasInReach",
      repository.gone_at IS NULL AND organization.deleted_at IS NULL
        AND (${isInstalled} OR (${isLookedUp} AND NOT repository.is_private)) AS "isInReach"
    FROM repository JOIN organization ON organization.id = repository.organization_id
    WHERE ${which}
  ) AS judged
  WHERE "wasInReach" <> "isInReach" ORDER BY external_id`

/** Of the living repositories with a name, the one that GitHub described last has it. */
export const settleName = async (tx: Tx, organizationId: string, name: string) => {
  const rivals = await tx.db.repository.findMany({
    where: { organizationId, name, deletedAt: null },
    select: { id: true, isSuperseded: true },
    orderBy: [{ repositoryUpdatedAt: { sort: 'desc', nulls: 'last' } }, { externalId: 'desc' }],
  })
  const [holder, ...others] = rivals
  const displaced = others.filter(({ isSuperseded }) => !isSuperseded).map(({ id }) => id)
  if (displaced.length > 0) {
    await tx.db.repository.updateMany({
      where: { id: { in: displaced } },
      data: { isSuperseded: true },
    })
  }
  if (holder?.isSuperseded) {
    await tx.db.repository.update({ where: { id: holder.id }, data: { isSuperseded: false } })
  }
}

const settle = async (tx: Tx, which: Prisma.Sql) => {
  for (const { id, organizationId, name, wasInReach } of await findMisjudged(tx, which)) {
    await tx.db.repository.update({
      where: { id },
      // Comes back without its name, which somebody else may have by now.
      data: { deletedAt: wasInReach ? new Date() : null, isSuperseded: true },
    })
    await settleName(tx, organizationId, name)
    const signal = wasInReach ? 'repository.deleted' : 'repository.added'
    await tx.emit(signal, { repositoryId: id, organizationId })
  }
}

/** Draws the consequences of what was recorded of a repository: whether it is in reach, and its name. */
export const settleOne = async (tx: Tx, { id, organizationId, name }: Repository) => {
  await settle(tx, Prisma.sql`repository.id = ${id}::uuid`)
  await settleName(tx, organizationId, name)
}

/** The same for all repositories of an organization, after its installation came or went. */
export const settleAllOf = (tx: Tx, organizationId: string) =>
  settle(tx, Prisma.sql`repository.organization_id = ${organizationId}::uuid`)
