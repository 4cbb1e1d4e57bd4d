import type { Ctx } from '#context.ts'
import type { Issue, PullRequest } from '#generated/prisma/client.ts'
import { GithubForbidden, GithubGone, GithubNotFound } from '#github/errors.ts'
import * as github from '#github/service.ts'
import * as issues from '#issue/service.ts'
import { lock } from '#lib/locks.ts'
import * as pullRequests from '#pull-request/service.ts'
import type { Commit } from '../github.ts'
import { collect, type Work } from '../timeline.ts'
import { describeAll } from './commits.ts'
import { addressOf, type Place, placeOf } from './place.ts'
import { type Found, removeOthers, writeAll } from './rows.ts'

const pageSize = 100
const maximumPages = 99

type Timeline = {
  work: Work
  etag: string | null
  /** Whether it had no more pages than are read. */
  isWhole: boolean
}

/**
 * An issue's whole timeline ("List timeline events for an issue"), oldest first; null if nothing
 * changed since the ETag. Later pages change without the first: only a timeline of one page that is
 * not full has an ETag to ask with the next time.
 */
const readTimeline = async (
  client: github.Github,
  place: Place,
  issue: Issue,
): Promise<Timeline | null> => {
  const work: Work = { own: new Set(), external: new Map(), commits: new Map() }
  const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/timeline'
  const parameters = { ...addressOf(place), issue_number: issue.number, per_page: pageSize }
  const first = await client.request(route, parameters, { etag: issue.githubTimelineEtag })
  if (first.status === 304) return null
  collect(work, first.data, place.repository.externalId)
  let { next } = first
  for (let page = 2; next && page <= maximumPages; page++) {
    const answer = await client.request(route, { ...parameters, ...next })
    collect(work, answer.data, place.repository.externalId)
    next = answer.data.length > 0 ? answer.next : null
  }
  const isOnePage = first.data.length < pageSize && first.next === null
  return { work, etag: isOnePage ? first.etag : null, isWhole: next === null }
}

/** Pull requests of the same repository that we don't have yet; those that are gone are left out. */
const readMissing = async (client: github.Github, place: Place, numbers: number[]) => {
  const found: pullRequests.PullRequestData[] = []
  for (const pull_number of numbers) {
    try {
      const { data } = await client.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
        ...addressOf(place),
        pull_number,
      })
      found.push(github.payloads.pullRequest.parse(data))
    } catch (error) {
      if (!(error instanceof GithubNotFound || error instanceof GithubForbidden)) throw error
    }
  }
  return found
}

const knownCommits = async (ctx: Ctx, issueId: string): Promise<Map<string, Commit>> => {
  const rows = await ctx.db.issueReference.findMany({
    where: { issueId, type: 'EXTERNAL_GITHUB_COMMIT' },
  })
  return new Map(rows.map((row) => [row.externalId, row.externalSource as Commit]))
}

/** Everything about a timeline that has to be asked of GitHub, before anything is written. */
const readAll = async (ctx: Ctx, place: Place, issue: Issue) => {
  const client = github.asInstallation(ctx, place.installationId)
  const timeline = await readTimeline(client, place, issue)
  if (!timeline) return null
  const { work, etag, isWhole } = timeline
  const own: PullRequest[] = await pullRequests.findByNumbers(ctx, place.repository.id, [
    ...work.own,
  ])
  const known = new Set(own.map(({ number }) => number))
  const missing = [...work.own].filter((number) => !known.has(number))
  return {
    etag,
    isWhole,
    own,
    missing: await readMissing(client, place, missing),
    external: work.external,
    commits: await describeAll(
      client,
      work.commits.values(),
      await knownCommits(ctx, issue.id),
      place.repository.externalId,
    ),
  }
}

type Read = NonNullable<Awaited<ReturnType<typeof readAll>>>

const store = (ctx: Ctx, { repository }: Place, { id: issueId }: Issue, read: Read) =>
  ctx.transaction(async (tx) => {
    const fetched = await pullRequests.storeAll(tx, repository, read.missing, 'API')
    await lock(tx.db, 'issue_reference', issueId)
    const { external, commits } = read
    const found: Found = { own: [...read.own, ...fetched], external, commits }
    const written = await writeAll(tx, issueId, found)
    const removed = read.isWhole ? await removeOthers(tx, issueId, found) : 0
    await issues.markTimelineFetched(tx, issueId, read.etag)
    await issues.refreshRelationships(tx, [issueId])
    if (written + removed === 0) return
    const { id: repositoryId, organizationId } = repository
    tx.publish('issue.updated', { issueId, repositoryId, organizationId })
  })

const stamp = (ctx: Ctx, issueId: string) =>
  ctx.transaction((tx) => issues.markTimelineFetched(tx, issueId))

/**
 * Reads an issue's timeline and stores which pull requests and commits refer to it, if anything
 * changed since the last time. All is read before anything is written, in one transaction; doing it
 * twice changes nothing. Ends quietly where the issue is gone or the App can't read. Throws TryLater
 * when GitHub's limits are reached.
 */
export const syncIssue = async (ctx: Ctx, issueId: string) => {
  const issue = await ctx.db.issue.findFirst({ where: { id: issueId, deletedAt: null } })
  const place = issue && (await placeOf(ctx, issue.repositoryId))
  if (!issue || !place) {
    ctx.log.info({ issueId }, 'references not read: the issue is gone or out of reach')
    return
  }
  try {
    const read = await readAll(ctx, place, issue)
    await (read ? store(ctx, place, issue, read) : stamp(ctx, issueId))
  } catch (error) {
    const isGone = error instanceof GithubNotFound || error instanceof GithubGone
    if (!isGone && !(error instanceof GithubForbidden)) throw error
    ctx.log.warn({ err: error, issueId }, 'references not read')
    await stamp(ctx, issueId)
  }
}
