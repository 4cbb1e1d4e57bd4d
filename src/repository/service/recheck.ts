import type { Ctx } from '#context.ts'
import { GithubRefusal } from '#github/errors.ts'
import * as github from '#github/service.ts'
import * as organizations from '#organization/service.ts'
import { isInstalled, isLookedUp } from '../access.ts'
import { hideForeign, storeForeign } from '../service.ts'

/** Without an installation no webhook tells of a repository: it is asked for once a day. */
const maximumAgeMs = 24 * 60 * 60 * 1_000

const atOnce = 100

/** The ids of what only we ourselves can find out about: no installation that is there may read it. */
const findDueIds = (ctx: Ctx): Promise<{ id: string }[]> => {
  const latest = new Date(Date.now() - maximumAgeMs)
  return ctx.db.$queryRaw`
    SELECT repository.id FROM repository
    JOIN organization ON organization.id = repository.organization_id
    WHERE repository.deleted_at IS NULL AND ${isLookedUp} AND NOT ${isInstalled}
      AND COALESCE(repository.checked_at < ${latest}, TRUE)
    ORDER BY repository.checked_at NULLS FIRST, repository.id LIMIT ${atOnce}`
}

const findDue = async (ctx: Ctx) =>
  ctx.db.repository.findMany({
    where: { id: { in: (await findDueIds(ctx)).map(({ id }) => id) } },
    orderBy: [{ checkedAt: { sort: 'asc', nulls: 'first' } }, { id: 'asc' }],
    include: { organization: true },
  })

type Due = Awaited<ReturnType<typeof findDue>>[number]

/** What GitHub shows everybody under the repository's name; null where that is nothing. */
const fetchPublic = async (ctx: Ctx, { name, organization }: Due) => {
  try {
    const place = { owner: organization.login, repo: name }
    const { data } = await github.asPublic(ctx).request('GET /repos/{owner}/{repo}', place)
    return github.payloads.repository.parse(data)
  } catch (error) {
    // Withdrawn for legal reasons (451) is as private as not shown.
    if (error instanceof GithubRefusal) return null
    throw error
  }
}

const recheck = async (ctx: Ctx, repository: Due) => {
  const found = await fetchPublic(ctx, repository)
  await ctx.transaction(async (tx) => {
    // Under the same name there may be another repository by now.
    if (found?.data.externalId !== repository.externalId) {
      await organizations.recognize(tx, repository.organization, null)
      return hideForeign(tx, repository)
    }
    const organization = await organizations.recognizeForeign(tx, found.owner)
    await storeForeign(tx, organization, found.data)
  })
}

/**
 * Asks GitHub for public repositories without our App that were not looked at for a day, at most
 * 100: what became private or is gone, nobody sees any more. Throws TryLater.
 */
export const recheckAll = async (ctx: Ctx): Promise<void> => {
  for (const repository of await findDue(ctx)) await recheck(ctx, repository)
}
