import type { Prisma } from '#generated/prisma/client.ts'
import type { Actor } from '#issue/github.ts'
import type { Commit, ExternalPullRequest } from '#issue-reference/github.ts'
import { split } from '#lib/money.ts'
import { isLogin, mostReceivers, wholeShare } from './split.ts'

/** What a merged pull request weighs, against one commit. */
const pullRequestWeight = 4

/** So many commits of one person count at most: alone they never outweigh a pull request. */
const mostCommits = pullRequestWeight - 1

const mostReferences = 1_000
/** Pieces of work that are named for one person at most. */
export const mostReasons = 20

/** Why somebody is proposed; the address is that of the work. */
export type Reason = { text: string; url: string | null }

/** A share of an issue that nobody has confirmed: of a person or of the organization. */
export type Proposal = {
  share: number
  githubLogin: string | null
  organizationId: string | null
  avatarUrl: string | null
  reasons: Reason[]
}

/** What `propose` needs of an issue. */
export const proposalSelect = {
  organizationId: true,
  upfrontSplitToContributors: true,
  repository: { select: { name: true } },
  organization: {
    select: { login: true, avatarUrl: true, defaultUpfrontSplitToContributors: true },
  },
  references: {
    take: mostReferences,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: {
      type: true,
      externalId: true,
      externalSource: true,
      pullRequest: {
        select: {
          number: true,
          author: true,
          mergedAt: true,
          deletedAt: true,
          mergeCommitSha: true,
        },
      },
    },
  },
} as const satisfies Prisma.IssueSelect

type Row = Prisma.IssueGetPayload<{ select: typeof proposalSelect }>

/** One piece of work: whose it is, and where. */
type Work = { author: Actor; reason: Reason; weight: number }

const mergedPullRequests = ({ references, organization, repository }: Row, site: string): Work[] =>
  references.flatMap(({ type, externalId, externalSource, pullRequest }) => {
    const isOwn = type === 'PULL_REQUEST'
    if (isOwn && (!pullRequest?.mergedAt || pullRequest.deletedAt)) return []
    const external = externalSource as ExternalPullRequest | null
    if (!isOwn && (type !== 'EXTERNAL_GITHUB_PULL_REQUEST' || !external?.isMerged)) return []
    const author = (isOwn ? pullRequest?.author : external?.author) as Actor | null | undefined
    const place = isOwn
      ? `${organization.login}/${repository.name}#${pullRequest?.number}`
      : `${external?.organizationName}/${external?.repositoryName}#${external?.number}`
    const url = isOwn
      ? `${site}/${organization.login}/${repository.name}/pull/${pullRequest?.number}`
      : externalId
    const reason = { text: `Pull request ${place} was merged`, url }
    return author ? [{ author, reason, weight: pullRequestWeight }] : []
  })

/** Commits that are no pull request's: neither its merge, nor by somebody who had one merged. */
const looseCommits = ({ references }: Row, site: string, merged: Work[]): Work[] => {
  const merges = new Set(references.map(({ pullRequest }) => pullRequest?.mergeCommitSha))
  const authors = new Set(merged.map(({ author }) => author.login.toLowerCase()))
  return references
    .filter(({ type, externalId }) => type === 'EXTERNAL_GITHUB_COMMIT' && !merges.has(externalId))
    .flatMap(({ externalSource }) => {
      const { organizationName, repositoryName, sha, author } = externalSource as Commit
      if (!author || authors.has(author.login.toLowerCase())) return []
      const place = `${organizationName}/${repositoryName}`
      const text = `Commit ${sha.slice(0, 7)} in ${place}`
      return [{ author, reason: { text, url: `${site}/${place}/commit/${sha}` }, weight: 1 }]
    })
}

/** The people behind pieces of work, the heaviest first; no bots. */
const contributorsOf = (work: Work[]) => {
  const people = Map.groupBy(
    work.filter(({ author }) => isLogin(author.login)),
    ({ author }) => author.login.toLowerCase(),
  )
  return [...people.values()]
    .map((own) => {
      const commits = own.filter(({ weight }) => weight === 1).length
      const pullRequests = own.length - commits
      return {
        author: own[0]?.author,
        reasons: own.slice(0, mostReasons).map(({ reason }) => reason),
        weight: pullRequests * pullRequestWeight + Math.min(commits, mostCommits),
      }
    })
    .sort((a, b) => b.weight - a.weight)
    .slice(0, mostReceivers - 1)
}

const maintainersReason = (promised: number, hasContributors: boolean): Reason => ({
  text: hasContributors
    ? `${promised} % are promised to contributors; this is the rest`
    : 'We know of nobody else who worked on it',
  url: null,
})

/**
 * Who might get which part of an issue, by the pull requests that were merged for it and the commits
 * that name it. Contributors together get what was promised to them, or all if nothing was; the
 * organization gets the rest, or all if we know of no contributor. The shares sum to 1000; who would
 * get nothing is left out. `site` is GitHub's address.
 */
export const propose = (issue: Row, site: string): Proposal[] => {
  const merged = mergedPullRequests(issue, site)
  const contributors = contributorsOf([...merged, ...looseCommits(issue, site, merged)])
  const { upfrontSplitToContributors: own, organization } = issue
  const promised = own ?? organization.defaultUpfrontSplitToContributors ?? 100
  const pool = contributors.length === 0 ? 0 : (wholeShare * promised) / 100
  const shares = split(
    BigInt(pool),
    contributors.map(({ weight }) => BigInt(weight)),
  )
  const all: Proposal[] = contributors.map(({ author, reasons }, index) => ({
    share: Number(shares[index]),
    githubLogin: author?.login ?? null,
    organizationId: null,
    avatarUrl: author?.avatarUrl ?? null,
    reasons,
  }))
  all.push({
    share: wholeShare - pool,
    githubLogin: null,
    organizationId: issue.organizationId,
    avatarUrl: organization.avatarUrl,
    reasons: [maintainersReason(promised, contributors.length > 0)],
  })
  return all.filter(({ share }) => share > 0)
}
