import { z } from 'zod'
import type { Ctx } from '#context.ts'
import { GithubForbidden, GithubNotFound } from '#github/errors.ts'
import * as github from '#github/service.ts'
import * as repositories from '#repository/service.ts'
import { addressOf, type Place, placeOf } from './place.ts'
import { pauseSeconds, scheduleIssues } from './schedule.ts'

const event = z.object({
  event: z.string(),
  created_at: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  issue: z
    .object({ id: z.number().int().positive(), pull_request: z.unknown().optional() })
    .nullish(),
})

/** GitHub lists an event a little later than its time says, and its clock is not ours. */
const overlapMs = 60_000

/**
 * GitHub's ids of issues that commits referred to since a moment ("List issue events for a
 * repository": newest first).
 */
const referencedSince = async (ctx: Ctx, place: Place, since: Date | null): Promise<bigint[]> => {
  const found = new Set<bigint>()
  const client = github.asInstallation(ctx, place.installationId)
  const pages = client.pages(
    'GET /repos/{owner}/{repo}/issues/events',
    { ...addressOf(place), per_page: 100 },
    { atMost: 99 },
  )
  for await (const page of pages) {
    const events = page.flatMap((one) => event.safeParse(one).data ?? [])
    const isNew = ({ created_at }: { created_at: Date }) =>
      since === null || created_at.getTime() > since.getTime() - overlapMs
    for (const one of events.filter(isNew)) {
      if (one.event === 'referenced' && one.issue && !one.issue.pull_request) {
        found.add(BigInt(one.issue.id))
      }
    }
    if (page.length === 0 || !events.every(isNew)) break
  }
  return [...found]
}

/** Null where GitHub does not let us look. */
const orNull = async (ctx: Ctx, place: Place, work: Promise<bigint[]>) => {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof GithubNotFound || error instanceof GithubForbidden)) throw error
    ctx.log.warn({ err: error, repository: place.repository.id }, 'events not read')
    return null
  }
}

/**
 * Reads what happened to the issues of a repository since the last time, and has those read anew
 * that commits referred to. Nothing if that was less than a minute ago, or where the App can't read.
 * The stamp is the time of the beginning and is written with the jobs: what happens meanwhile, or to
 * a worker that is killed, is seen by the next one.
 */
export const syncRepository = async (ctx: Ctx, repositoryId: string) => {
  const place = await placeOf(ctx, repositoryId)
  if (!place) return
  const since = place.repository.issueReferencesSyncedAt
  const startedAt = new Date()
  if (since && startedAt.getTime() - since.getTime() < pauseSeconds * 1_000) return
  const externalIds = await orNull(ctx, place, referencedSince(ctx, place, since))
  await ctx.transaction(async (tx) => {
    await repositories.markReferencesSynced(tx, repositoryId, startedAt)
    if (externalIds?.length) {
      await scheduleIssues(tx, { repositoryId, externalId: { in: externalIds } })
    }
  })
}
