import type { TestApp } from '../app.ts'
import { createIssue, createOrganization, createPullRequest, createRepository } from '../demo.ts'

const time = new Date(Date.UTC(2026, 0, 3))
const person = { login: 'ada', id: 1, avatar_url: 'https://example.com/ada', type: 'User' }

const createOrganizations = async ({ db }: TestApp) => {
  const acme = await createOrganization(db, { login: 'acme', installationId: 71n })
  await db.organization.update({
    where: { id: acme.id },
    data: {
      ...{ name: 'needle', bio: 'x', company: 'x', blog: 'x', location: 'x', email: 'x@x.org' },
      ...{ twitterUsername: 'x', billingEmail: 'billing@x.org', onboardedAt: time },
      ...{ totalMonthlySpendingLimit: 9_000n, perUserMonthlySpendingLimit: 500n },
      ...{ defaultBadgeCustomContent: 'x', defaultUpfrontSplitToContributors: 30 },
    },
  })
  const payer = await createOrganization(db, { login: 'payer', installationId: 72n })
  const credited = await createOrganization(db, { login: 'credited' })
  const receiver = await createOrganization(db, { login: 'receiver' })
  const deleted = await createOrganization(db, { login: 'deleted' })
  await db.organization.update({
    where: { id: deleted.id },
    data: { deletedAt: time, name: 'needle' },
  })
  return { acme, payer, credited, receiver, deleted }
}

const createRepositories = async (
  { db }: TestApp,
  { acme, deleted }: { acme: { id: string }; deleted: { id: string } },
) => {
  const create = async (organizationId: string, name: string, data: object = {}) => {
    const { id } = await createRepository(db, { organizationId, name })
    return db.repository.update({
      where: { id },
      data: {
        ...{ description: 'x', homepageUrl: 'x', license: 'x', isFork: false, forksCount: 1 },
        ...{ stargazersCount: 1, repositoryCreatedAt: time, ...data },
      },
    })
  }
  const repositories = {
    public: await create(acme.id, 'needle-open'),
    private: await create(acme.id, 'needle-secret', { isPrivate: true }),
    deleted: await create(acme.id, 'needle-gone', { deletedAt: time }),
    superseded: await create(acme.id, 'needle-old', { isSuperseded: true }),
    'of a deleted organization': await create(deleted.id, 'needle-left'),
  }
  for (const { id: repositoryId } of Object.values(repositories)) {
    await db.repositorySync.create({ data: { repositoryId, kind: 'ISSUES', requestedAt: time } })
  }
  return repositories
}

type Repositories = Awaited<ReturnType<typeof createRepositories>>

const createIssues = async ({ db }: TestApp, repositories: Repositories) => {
  const create = async ({ id, organizationId }: Repositories['public'], number: number) => {
    const place = { repositoryId: id, organizationId, number, title: `needle ${number}` }
    const issue = await createIssue(db, { ...place, pledgedAmountSum: 5_000n })
    return db.issue.update({
      where: { id: issue.id },
      data: {
        ...{ author: person, assignees: [person], labels: [{ name: 'bug', color: 'ff0000' }] },
        ...{ milestone: { number: 1, title: 'x' }, stateReason: 'x', issueClosedAt: time },
        ...{ fundingGoal: 9_000n, upfrontSplitToContributors: 10, confirmedSolvedAt: time },
        ...{ badgeCustomContent: 'x', pledgeBadgeEmbeddedAt: time, body: 'x' },
        reactions: { total_count: 1, '+1': 1, heart: 0 },
      },
    })
  }
  const issues = {
    public: await create(repositories.public, 1),
    private: await create(repositories.private, 1),
    deleted: await create(repositories.public, 2),
    'of a deleted repository': await create(repositories.deleted, 1),
  }
  await db.issue.update({ where: { id: issues.deleted.id }, data: { deletedAt: time } })
  for (const [dependent, dependency] of [
    [issues.public, issues.private],
    [issues.private, issues.public],
    [issues.public, issues.deleted],
    [issues.deleted, issues.public],
  ] as const) {
    const { organizationId, repositoryId } = dependent
    const pair = { dependentIssueId: dependent.id, dependencyIssueId: dependency.id }
    await db.issueDependency.create({ data: { organizationId, repositoryId, ...pair } })
  }
  return issues
}

const createPullRequests = async ({ db }: TestApp, repositories: Repositories) => {
  const create = async ({ id, organizationId }: Repositories['public'], number: number) => {
    const pullRequest = await createPullRequest(db, { repositoryId: id, organizationId, number })
    return db.pullRequest.update({
      where: { id: pullRequest.id },
      data: {
        ...{ author: person, pullRequestClosedAt: time, mergedAt: time, mergeCommitSha: 'x' },
        ...{ head: { ref: 'x' }, base: { ref: 'x' }, additions: 1, deletions: 1 },
        ...{ changedFiles: 1, commits: 1, commentsCount: 1 },
      },
    })
  }
  const pullRequests = {
    public: await create(repositories.public, 11),
    private: await create(repositories.private, 11),
    deleted: await create(repositories.public, 12),
    'of a deleted repository': await create(repositories.deleted, 11),
  }
  const { id } = pullRequests.deleted
  await db.pullRequest.update({ where: { id }, data: { deletedAt: time } })
  return pullRequests
}

const createReferences = async (
  { db }: TestApp,
  issues: Awaited<ReturnType<typeof createIssues>>,
  pullRequests: Awaited<ReturnType<typeof createPullRequests>>,
) => {
  let serial = 0
  const create = (
    type: 'PULL_REQUEST' | 'EXTERNAL_GITHUB_PULL_REQUEST' | 'EXTERNAL_GITHUB_COMMIT',
    { id: issueId }: { id: string },
    more: { externalSource?: object; pullRequestId?: string },
  ) => {
    const externalId = `https://github.com/other/one/pull/${++serial}`
    return db.issueReference.create({ data: { type, issueId, externalId, ...more } })
  }
  const pulled = (issue: { id: string }, { id }: { id: string }) =>
    create('PULL_REQUEST', issue, { pullRequestId: id })
  const from = { organizationName: 'other', repositoryName: 'one', author: person }
  const pull = { ...from, number: 1, title: 'x', state: 'OPEN', isDraft: false, isMerged: false }
  const commit = { ...from, sha: 'a'.repeat(40), branchName: 'x', message: 'x' }
  const { public: open, private: secret, deleted } = issues
  return {
    pullRequest: {
      'public to public': await pulled(open, pullRequests.public),
      'public to private': await pulled(open, pullRequests.private),
      'public to deleted': await pulled(open, pullRequests.deleted),
      'private to public': await pulled(secret, pullRequests.public),
      'deleted to public': await pulled(deleted, pullRequests.public),
    },
    external: {
      public: await create('EXTERNAL_GITHUB_PULL_REQUEST', open, { externalSource: pull }),
      private: await create('EXTERNAL_GITHUB_PULL_REQUEST', secret, { externalSource: pull }),
    },
    commit: {
      public: await create('EXTERNAL_GITHUB_COMMIT', open, { externalSource: commit }),
      private: await create('EXTERNAL_GITHUB_COMMIT', secret, { externalSource: commit }),
    },
  }
}

/** Organizations with repositories and what is in them: public, private, deleted. */
export const createPlaces = async (app: TestApp) => {
  const organizations = await createOrganizations(app)
  const repositories = await createRepositories(app, organizations)
  const run = ({ id: repositoryId }: { id: string }) =>
    app.db.badgeRun.create({
      data: { repositoryId, action: 'EMBED', completedAt: time, totalCount: 1 },
    })
  const issues = await createIssues(app, repositories)
  const pullRequests = await createPullRequests(app, repositories)
  return {
    organizations,
    repositories,
    issues,
    pullRequests,
    references: await createReferences(app, issues, pullRequests),
    badgeRuns: {
      'of a public repository': await run(repositories.public),
      'of a private repository': await run(repositories.private),
      'of a deleted repository': await run(repositories.deleted),
      'of a deleted organization': await run(repositories['of a deleted organization']),
    },
  }
}

export type Places = Awaited<ReturnType<typeof createPlaces>>
