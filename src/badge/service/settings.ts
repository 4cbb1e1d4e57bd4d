import type { Ctx, Tx } from '#context.ts'
import { BadUserInput } from '#lib/errors.ts'
import { NotAnOrganizationAdmin } from '#organization/errors.ts'
import * as organizations from '#organization/service.ts'
import { RepositoryNotFound } from '#repository/errors.ts'
import * as repositories from '#repository/service.ts'
import {
  longestMessage,
  MessageInvalid,
  MinimumAmountInvalid,
  RepositoryNotInOrganization,
} from '../errors.ts'
import * as policy from '../policy.ts'
import * as runs from './runs.ts'

/** What an admin wants of the badges in one repository. */
export type RepositoryWish = {
  repositoryId: string
  /** Whether its new issues get the badge by themselves. */
  autoEmbed: boolean
  /** Whether, if that changes, the badge also comes to, or goes from, the issues that are there. */
  retroactive: boolean
}

export type BadgeSettings = {
  showAmount: boolean
  /** Cents. */
  minimumAmount: bigint
  /** Markdown; an empty one leaves what is there. */
  message: string
  repositories: RepositoryWish[]
}

/** Repositories whose settings change at once at most: each may start a run over its issues. */
const mostRepositories = 100

const checkRepositories = async (tx: Tx, organizationId: string, wishes: RepositoryWish[]) => {
  if (wishes.length > mostRepositories) {
    throw new BadUserInput(`At most ${mostRepositories} repositories fit`, ['repositories'])
  }
  const ids = wishes.map(({ repositoryId }) => repositoryId)
  const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index)
  if (twice >= 0) {
    throw new BadUserInput('The repository is named twice', ['repositories', `${twice}`])
  }
  const found = await tx.db.repository.findMany({
    where: { id: { in: ids }, organizationId, deletedAt: null },
    select: { id: true, isPrivate: true },
  })
  const known = new Map(found.map((repository) => [repository.id, repository]))
  return wishes.map((wish, index) => {
    const repository = known.get(wish.repositoryId)
    if (!repository) throw new RepositoryNotInOrganization(index)
    return { ...wish, ...repository }
  })
}

/**
 * Changes the badge settings of an organization and of some of its repositories. Badges that are
 * there are not written anew. Throws OrganizationNotFound, NotAnOrganizationAdmin,
 * RepositoryNotInOrganization, MinimumAmountInvalid, MessageInvalid.
 */
export const updateSettings = (
  ctx: Ctx,
  organizationId: string,
  { showAmount, minimumAmount, message, repositories: wishes }: BadgeSettings,
): Promise<void> =>
  ctx.transaction(async (tx) => {
    await organizations.administered(tx, organizationId)
    if (minimumAmount < 0n) throw new MinimumAmountInvalid()
    if (message.length > longestMessage) throw new MessageInvalid()
    const checked = await checkRepositories(tx, organizationId, wishes)
    await organizations.update(tx, organizationId, {
      pledgeBadgeShowAmount: showAmount,
      pledgeMinimumAmount: minimumAmount,
      ...(message.trim() !== '' && { defaultBadgeCustomContent: message }),
    })
    for (const { id, autoEmbed, retroactive, isPrivate } of checked) {
      const isChanged = await repositories.setBadgeAutoEmbed(tx, id, autoEmbed)
      if (!isChanged || !retroactive || isPrivate) continue
      await runs.start(tx, id, autoEmbed ? 'EMBED' : 'REMOVE')
    }
  })

/**
 * Writes the badges of a repository's open issues anew, as the message and the addresses are now.
 * Returns the run's id. Throws RepositoryNotFound, NotAnOrganizationAdmin.
 */
export const rerender = (ctx: Ctx, repositoryId: string): Promise<string> =>
  ctx.transaction(async (tx) => {
    const repository = await tx.db.repository.findFirst({
      where: { AND: [policy.visibleRepositories(tx.viewer), { id: repositoryId }] },
      select: { organizationId: true },
    })
    if (!repository) throw new RepositoryNotFound()
    if (!policy.canRerender(tx.viewer, repository)) throw new NotAnOrganizationAdmin()
    return runs.start(tx, repositoryId, 'UPDATE')
  })
