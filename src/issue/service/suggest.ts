import { z } from 'zod'
import type { Ctx } from '#context.ts'
import { GithubRefusal } from '#github/errors.ts'
import type { Github } from '#github/service.ts'
import * as github from '#github/service.ts'
import { createTurnstile } from '#lib/concurrency.ts'
import { withLease } from '#lib/lease.ts'
import * as oauthAccounts from '#oauth-account/service.ts'
import * as organizations from '#organization/service.ts'
import * as repositories from '#repository/service.ts'
import { storeAll } from '../service.ts'
import { type Candidate, interleave } from '../suggestions.ts'

const lifeSeconds = 24 * 60 * 60
const mostRepositories = 15
const mostDiscussed = 10
const mostLiked = 4
const atOnce = 5
/** Repositories that were not begun with after so many milliseconds are left out. */
const patienceMs = 10_000

type Starred = ReturnType<typeof github.payloads.repository.parse>

/** The public repositories of others that a person starred last. */
const starredBy = async (client: Github, accountId: bigint): Promise<Starred[]> => {
  const parameters = { sort: 'created', direction: 'desc', per_page: 100 } as const
  const { data } = await client.request('GET /user/starred', parameters)
  return data
    .flatMap((item) => ('repo' in item ? [] : github.payloads.repository.parse(item)))
    .filter(({ owner, data }) => owner.externalId !== accountId && !data.isPrivate)
    .slice(0, mostRepositories)
}

/** Of the open issues that are discussed most, those that people like most. */
const likedIn = async (client: Github, { owner, data }: Starred) => {
  const answer = await client.request('GET /repos/{owner}/{repo}/issues', {
    owner: owner.login,
    repo: data.name,
    state: 'open',
    sort: 'comments',
    direction: 'desc',
    // GitHub lists pull requests with them.
    per_page: 3 * mostDiscussed,
  })
  return answer.data
    .filter(({ pull_request }) => !pull_request)
    .slice(0, mostDiscussed)
    .map((issue) => github.payloads.issue.parse(issue))
    .sort((a, b) => (b.reactions?.thumbsUp ?? 0) - (a.reactions?.thumbsUp ?? 0))
    .slice(0, mostLiked)
}

const importFrom = async (ctx: Ctx, client: Github, starred: Starred): Promise<Candidate[]> => {
  const liked = await likedIn(client, starred)
  if (liked.length === 0) return []
  return ctx.transaction(async (tx) => {
    const organization = await organizations.recognizeForeign(tx, starred.owner)
    const repository = await repositories.storeForeign(tx, organization, starred.data)
    const stored = repository ? await storeAll(tx, repository, liked, 'API') : []
    return stored.map(({ id, repositoryId }, index) => ({
      id,
      repositoryId,
      thumbsUp: liked[index]?.reactions?.thumbsUp ?? 0,
    }))
  })
}

const find = async (ctx: Ctx, userId: string): Promise<string[]> => {
  const accessToken = await github.userToken(ctx, userId)
  const account = await oauthAccounts.findOf(ctx, userId)
  if (!accessToken || !account) return []
  const client = github.asUser(ctx, accessToken)
  const end = Date.now() + patienceMs
  const turn = createTurnstile(atOnce)
  const orNone = (error: unknown) => {
    if (!(error instanceof GithubRefusal)) throw error
    ctx.log.info({ err: error }, 'GitHub does not show what somebody starred')
    return []
  }
  const starred = await starredBy(client, account.accountId).catch(orNone)
  const found = await Promise.all(
    starred.map((each) =>
      turn(async () => (Date.now() > end ? [] : await importFrom(ctx, client, each).catch(orNone))),
    ),
  )
  return interleave(found.flat()).map(({ id }) => id)
}

const keyOf = (userId: string) => `issue:suggestions:${userId}`

const readKept = async ({ cache }: Ctx, userId: string): Promise<string[] | null> => {
  const kept = await cache.get(keyOf(userId))
  return kept === null ? null : z.array(z.string()).parse(JSON.parse(kept))
}

/**
 * The ids of issues that may interest a person, the best first: from the 15 public repositories of
 * others that they starred last, of the ten open issues with most comments the four with most 👍.
 * Read from GitHub with their own token, then kept for a day; whoever shows them asks anew who may
 * see them. Throws GithubUnavailable.
 */
export const suggestTo = async (ctx: Ctx, userId: string): Promise<string[]> => {
  const kept = await readKept(ctx, userId)
  if (kept) return kept
  const work = async () => {
    const meanwhile = await readKept(ctx, userId)
    if (meanwhile) return meanwhile
    const ids = await find(ctx, userId)
    if (ids.length > 0) await ctx.cache.set(keyOf(userId), JSON.stringify(ids), lifeSeconds)
    return ids
  }
  return github.orUnavailable(withLease(ctx, `suggestions_${userId}`, work))
}
