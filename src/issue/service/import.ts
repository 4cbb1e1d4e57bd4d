import type { Ctx } from '#context.ts'
import * as github from '#github/service.ts'
import { withLease } from '#lib/lease.ts'
import { countUse } from '#lib/rate-limits.ts'
import { IssueAddressInvalid, IssueNotFound } from '../errors.ts'
import * as policy from '../policy.ts'
import { importForeign } from '../service.ts'
import type { IssuePlace } from './fetch-foreign.ts'

const longestAddress = 1_000

/** The place that a text names. Throws IssueAddressInvalid unless it is exactly one. */
const placeIn = (url: string): IssuePlace => {
  const [mention, ...others] = url.length > longestAddress ? [] : github.mentionsIn(url)
  if (!mention?.owner || !mention.repository || others.length > 0) throw new IssueAddressInvalid()
  return { owner: mention.owner, repository: mention.repository, number: mention.number }
}

const findStored = ({ db, viewer }: Ctx, { owner, repository, number }: IssuePlace) =>
  db.issue.findFirst({
    where: {
      AND: [
        policy.readable(viewer),
        {
          number,
          organization: { login: owner },
          repository: { name: repository, isSuperseded: false },
        },
      ],
    },
    select: { id: true },
  })

/** The one who asks counts, whether we know their name or only where they are. */
const lookUp = async (ctx: Ctx, place: IssuePlace): Promise<{ id: string }> => {
  const known = await findStored(ctx, place)
  if (known) return known
  await countUse(ctx, 'issue.import')
  const imported = await importForeign(ctx, place, github.asPublic(ctx))
  const readable =
    imported &&
    (await ctx.db.issue.findFirst({
      where: { AND: [policy.readable(ctx.viewer), { id: imported.id }] },
      select: { id: true },
    }))
  if (!readable) throw new IssueNotFound()
  return readable
}

/**
 * The issue that an address or `owner/repository#1` names: as we have it, or read from GitHub if it
 * is new to us; of several who ask at once one reads. Throws IssueAddressInvalid, IssueNotFound for
 * what the viewer may not see, RateLimited and GithubUnavailable.
 */
export const importByAddress = async (ctx: Ctx, url: string): Promise<{ id: string }> => {
  const place = placeIn(url)
  const known = await findStored(ctx, place)
  if (known) return known
  const { owner, repository, number } = place
  const key = `sync_external_${owner}_${repository}_${number}`.toLowerCase()
  return github.orUnavailable(withLease(ctx, key, () => lookUp(ctx, place)))
}
