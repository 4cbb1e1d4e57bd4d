import type { Ctx, Tx } from '#context.ts'
import type { Organization, Repository, RepositorySync } from '#generated/prisma/client.ts'
import { GithubForbidden, GithubGone, GithubNotFound } from '#github/errors.ts'
import * as github from '#github/service.ts'
import type { IssueData } from '#issue/service.ts'
import * as issues from '#issue/service.ts'
import * as references from '#issue-reference/jobs.ts'
import { TryLater } from '#lib/jobs.ts'
import * as organizations from '#organization/service.ts'
import type { PullRequestData } from '#pull-request/service.ts'
import * as pullRequests from '#pull-request/service.ts'
import * as progress from './progress.ts'

type Named = Repository & { organization: Organization }

type Sync = RepositorySync & { repository: Named }

type Page = {
  read: progress.PageRead
  store(tx: Tx, repository: Repository): Promise<unknown>
}

const parseIssues = (data: unknown[]): IssueData[] =>
  data.flatMap((item) =>
    github.payloads.issueOfPullRequest.safeParse(item).success
      ? []
      : [github.payloads.issue.parse(item)],
  )

const parsePullRequests = (data: unknown[]): PullRequestData[] =>
  data.map((item) => github.payloads.pullRequest.parse(item))

const routes = {
  ISSUES: 'GET /repos/{owner}/{repo}/issues',
  PULL_REQUESTS: 'GET /repos/{owner}/{repo}/pulls',
} as const

/**
 * Throws TryLater where the name is another repository's by now, which may be private: we have yet
 * to hear of ours. A list of issues does not say whose they are.
 */
const checkName = async (client: github.Github, { externalId, organization, name }: Named) => {
  const place = { owner: organization.login, repo: name }
  const { data } = await client.request('GET /repos/{owner}/{repo}', place)
  if (BigInt(data.id) === externalId) return
  throw new TryLater(`${organization.login}/${name} is another repository by now`)
}

/** Asks for a page of what is open, the oldest first; only whether it changed where we know it. */
const fetchPage = async (ctx: Ctx, sync: Sync, client: github.Github): Promise<Page> => {
  const { kind, repository } = sync
  const page = sync.nextPage ?? 1
  const known = await ctx.db.syncPage.findUnique({
    where: { repositoryId_kind_page: { repositoryId: repository.id, kind, page } },
  })
  const answer = await client.request(
    routes[kind],
    {
      owner: repository.organization.login,
      repo: repository.name,
      state: 'open',
      sort: 'created',
      direction: 'asc',
      per_page: 100,
      page,
    },
    { etag: known?.etag ?? null },
  )
  if (answer.status === 304) {
    const read = { page, items: known?.items ?? 0, etag: null, lastPage: null }
    return { read, store: async () => undefined }
  }
  await checkName(client, repository)
  const { data, etag, lastPage } = answer
  const read = { page, items: data.length, etag, lastPage: lastPage ?? page }
  if (kind === 'ISSUES') {
    const found = parseIssues(data)
    return { read, store: (tx, place) => issues.storeAll(tx, place, found, 'API') }
  }
  const found = parsePullRequests(data)
  return { read, store: (tx, place) => pullRequests.storeAll(tx, place, found, 'API') }
}

const isRefusal = (error: unknown) =>
  error instanceof GithubForbidden || error instanceof GithubNotFound || error instanceof GithubGone

/** What is to be read and by which installation; null when nothing may be. */
const findReadable = async (
  ctx: Ctx,
  key: { repositoryId: string; kind: RepositorySync['kind'] },
) => {
  const sync = await ctx.db.repositorySync.findUnique({
    where: { repositoryId_kind: key },
    include: { repository: { include: { organization: true } } },
  })
  if (!sync) return null
  const { organization, deletedAt } = sync.repository
  const isReadable = !deletedAt && organizations.isActive(organization)
  return { sync, installationId: isReadable ? organization.installationId : null }
}

type Asked = Pick<RepositorySync, 'repositoryId' | 'kind' | 'run' | 'nextPage'>

/**
 * Reads the next page of a reading, stores it, and sends the job for the one after it, in one
 * transaction: a worker that is killed costs one page that is read twice. A job of an earlier
 * reading, or of a page that is stored already, does nothing. Throws TryLater when GitHub can't be
 * asked, or has another repository of that name.
 */
export const readPage = async (ctx: Ctx, asked: Asked): Promise<void> => {
  const { repositoryId, kind, run, nextPage } = asked
  const found = await findReadable(ctx, { repositoryId, kind })
  if (!found || found.sync.run !== run || found.sync.nextPage !== nextPage) return
  const { sync, installationId } = found
  if (installationId === null) return ctx.transaction((tx) => progress.stop(tx, sync))
  const client = github.asInstallation(ctx, installationId)
  try {
    const { read, store } = await fetchPage(ctx, sync, client)
    await ctx.transaction(async (tx) => {
      if (!(await progress.advance(tx, sync, read, installationId))) return
      await store(tx, sync.repository)
      await announce(tx, sync)
    })
  } catch (error) {
    if (!isRefusal(error)) throw error
    ctx.log.warn({ err: error, repositoryId, kind }, 'the reading of a repository stops')
    await ctx.transaction((tx) => progress.stop(tx, sync))
  }
}

/** Tells how far the reading is; what refers to the issues is read once the pull requests are known. */
const announce = async (tx: Tx, { repositoryId, kind, repository }: Sync) => {
  const { organizationId } = repository
  tx.publish('sync.progress', { repositoryId, organizationId })
  const { state } = await tx.db.repositorySync.findUniqueOrThrow({
    where: { repositoryId_kind: { repositoryId, kind } },
  })
  if (kind === 'PULL_REQUESTS' && state === 'COMPLETED') {
    const group = { id: `${repository.organization.installationId}` }
    await tx.jobs.send(references.syncRepository, { repositoryId }, { key: repositoryId, group })
  }
}
