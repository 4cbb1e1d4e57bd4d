import type { Octokit } from '@octokit/core'
import type { Endpoints, OctokitResponse } from '@octokit/types'
import type { Ctx } from '#context.ts'
import { TryLater } from '#lib/jobs.ts'
import {
  type Data,
  type Item,
  itemsOf,
  type ListRoute,
  type ParametersOf,
  type Route,
} from './endpoints.ts'
import { errorOf, type Failure, failureOf, limitOf } from './refusals.ts'

/** What it takes to ask GitHub. Not there inside of transactions: asking may take long. */
export type GithubCtx = Pick<Ctx, 'config' | 'cache' | 'log' | 'metrics'>

/** Who asks. */
export type Identity = {
  kind: 'app' | 'installation' | 'user' | 'public'
  /** Whose limits count, in all processes. */
  id: string
  /** Octokit with the credentials. */
  octokit(): Promise<Octokit>
  /** Makes `octokit` come with other credentials, after GitHub refused those that it came with. */
  renew?(): Promise<void>
}

/** GitHub's answer. */
export type Found<R extends Route> = {
  status: Exclude<Endpoints[R]['response']['status'], 304>
  data: Data<R>
  /** To ask the next time whether it has changed. It holds for the credentials it was got with. */
  etag: string | null
  /** What to add to the parameters for the next page of a list; null on its last one. */
  next: Record<string, string> | null
  /** The number of a list's last page; null on that page itself, and for what is no list. */
  lastPage: number | null
}

/** Nothing has changed since the answer with this `etag`. Such an answer counts toward no limit. */
export type NotModified = { status: 304 }

type Send = {
  <R extends Route>(route: R, parameters: ParametersOf<R>): Promise<Found<R>>
  <R extends Route>(
    route: R,
    parameters: ParametersOf<R>,
    options: { etag: string | null },
  ): Promise<Found<R> | NotModified>
}

export type Github = {
  /**
   * One request. Throws GithubNotFound (404), GithubGone (410), GithubForbidden (401, 403),
   * GithubRefusal (any other no), and TryLater when a limit is reached or GitHub is away. While a
   * limit is known to last, GitHub isn't asked at all.
   */
  request: Send
  /** All pages of a list, one after the other, 100 at most unless told otherwise. */
  pages<R extends ListRoute>(
    route: R,
    parameters: ParametersOf<R>,
    options?: { atMost?: number },
  ): AsyncGenerator<Item<R>[], void>
}

const limitKey = ({ id }: Identity) => `github:limited:${id}`

const refuseWhileLimited = async ({ cache }: GithubCtx, identity: Identity) => {
  const until = await cache.get(limitKey(identity))
  if (until) throw new TryLater(`GitHub's limit of ${identity.id} lasts`, { at: new Date(until) })
}

const rememberLimit = async (ctx: GithubCtx, identity: Identity, until: Date) => {
  const seconds = (until.getTime() - Date.now()) / 1_000
  await ctx.cache.set(limitKey(identity), until.toISOString(), seconds)
  ctx.log.warn({ identity: identity.id, until }, 'GitHub: limit reached')
}

const linkTo = (rel: 'next' | 'last', header = ''): URLSearchParams | null => {
  const address = new RegExp(`<([^<>]+)>;\\s*rel="${rel}"`).exec(header)?.[1]
  return address ? new URL(address).searchParams : null
}

/** Where the other pages of a list are ("Using pagination in the REST API"). */
const pagesOf = (link: string | undefined) => {
  const next = linkTo('next', link)
  const last = linkTo('last', link)?.get('page')
  return { next: next && Object.fromEntries(next), lastPage: last ? Number(last) : null }
}

/** Octokit's function as it works for any endpoint; our own types say what goes in and out. */
type AnyRequest = (route: string, parameters: object) => Promise<OctokitResponse<unknown>>

type Options = { etag: string | null }

const attempt = async (
  ctx: GithubCtx,
  identity: Identity,
  route: Route,
  parameters: object,
  { etag }: Options,
) => {
  const octokit = await identity.octokit()
  const count = (status: string) =>
    ctx.metrics.githubRequests.inc({ identity: identity.kind, status })
  try {
    const answer = await (octokit.request as AnyRequest)(route, {
      ...parameters,
      ...(etag ? { headers: { 'if-none-match': etag } } : {}),
    })
    count('2xx')
    return answer
  } catch (error) {
    const failure = failureOf(error)
    if (failure) count(failure.response ? statusClass(failure) : 'none')
    throw error
  }
}

const statusClass = ({ status }: Failure) =>
  status === 304 ? '304' : `${Math.floor(status / 100)}xx`

/** Asks; once more with new credentials where those at hand are refused. */
const ask = async (...given: Parameters<typeof attempt>) => {
  const [, { renew }] = given
  try {
    return await attempt(...given)
  } catch (error) {
    if (!renew || failureOf(error)?.status !== 401) throw error
    await renew()
    return attempt(...given)
  }
}

const send = async (
  ctx: GithubCtx,
  identity: Identity,
  route: Route,
  parameters: object,
  options: Options,
) => {
  await refuseWhileLimited(ctx, identity)
  try {
    const { status, data, headers } = await ask(ctx, identity, route, parameters, options)
    return { status, data, etag: headers.etag ?? null, ...pagesOf(headers.link) }
  } catch (error) {
    const failure = failureOf(error)
    if (!failure) throw error
    if (failure.status === 304) return { status: 304 as const }
    const until = limitOf(failure)
    if (!until) throw errorOf(route, failure, error)
    await rememberLimit(ctx, identity, until)
    throw new TryLater(`GitHub's limit of ${identity.id} is reached`, { at: until, cause: error })
  }
}

/** Asks GitHub as somebody. */
export const githubAs = (ctx: GithubCtx, identity: Identity): Github => {
  const request = ((route: Route, parameters: object, options: Options = { etag: null }) =>
    send(ctx, identity, route, parameters, options)) as Send
  return {
    request,
    async *pages(route, parameters, { atMost = 100 } = {}) {
      let next: Record<string, string> | null = {}
      for (let page = 0; next && page < atMost; page++) {
        const answer: Found<typeof route> = await request(route, { ...parameters, ...next })
        yield itemsOf<typeof route>(answer.data)
        next = answer.next
      }
    },
  }
}
