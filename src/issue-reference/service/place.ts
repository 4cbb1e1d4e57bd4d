import type { Ctx, Tx } from '#context.ts'
import type { Organization, Repository } from '#generated/prisma/client.ts'
import * as github from '#github/service.ts'
import { inReach } from '#organization/service.ts'

/** A repository with its organization, which the App can read. */
export type Place = { repository: Repository; organization: Organization; installationId: bigint }

/**
 * Where a repository is, if the App may read it; else null and a line in the log: it is gone, or
 * the App was suspended or removed, or this server has none, which is no failure.
 */
export const placeOf = async (
  ctx: Pick<Ctx | Tx, 'config' | 'db' | 'log'>,
  repositoryId: string,
): Promise<Place | null> => {
  const found = await ctx.db.repository.findFirst({
    where: { id: repositoryId, deletedAt: null, organization: inReach },
    include: { organization: true },
  })
  if (!found?.organization.installationId || !github.hasApp(ctx)) {
    ctx.log.info({ repositoryId }, 'references not read: the repository is out of reach')
    return null
  }
  const { organization, ...repository } = found
  return { repository, organization, installationId: found.organization.installationId }
}

/** How GitHub names a repository in addresses. */
export const addressOf = ({ organization, repository }: Place) => ({
  owner: organization.login,
  repo: repository.name,
})
