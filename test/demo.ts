import type { Database } from '#lib/db.ts'

type Demo = { organizations?: number; repositories?: number; issues?: number; isPrivate?: boolean }

let serial = 0

/** A number that no other row of the test file has. */
const next = () => BigInt(++serial)

type OrganizationOptions = { login?: string; externalId?: bigint; installationId?: bigint }

export const createOrganization = (db: Database, data: OrganizationOptions = {}) => {
  const externalId = next()
  return db.organization.create({
    data: {
      externalId,
      login: `org-${externalId}`,
      avatarUrl: `https://avatars.githubusercontent.com/u/${externalId}`,
      isPersonal: false,
      ...data,
    },
  })
}

export const createUser = (db: Database, data: { login?: string | null; email?: string } = {}) => {
  const number = next()
  return db.user.create({
    data: {
      login: `person-${number}`,
      email: `person-${number}@example.com`,
      isEmailVerified: true,
      ...data,
    },
  })
}

export const createMembership = (
  db: Database,
  data: { userId: string; organizationId: string; isAdmin?: boolean; deletedAt?: Date },
) => db.membership.create({ data })

export const createRepository = async (
  db: Database,
  data: { organizationId: string; name?: string; isPrivate?: boolean; externalId?: bigint },
) => {
  const externalId = next()
  return db.repository.create({
    data: { externalId, name: `repo-${externalId}`, isPrivate: false, ...data },
  })
}

type IssueOptions = {
  repositoryId: string
  organizationId: string
  number: number
  externalId?: bigint
  title?: string
  body?: string
  state?: 'OPEN' | 'CLOSED'
  issueCreatedAt?: Date
  pledgedAmountSum?: bigint
}

export const createIssue = (db: Database, data: IssueOptions) =>
  db.issue.create({
    data: {
      externalId: next(),
      title: `Issue ${data.number}`,
      state: 'OPEN',
      issueCreatedAt: new Date(Date.UTC(2026, 0, 1) + data.number * 60_000),
      issueUpdatedAt: new Date(Date.UTC(2026, 0, 2)),
      ...data,
    },
  })

type PullRequestOptions = {
  repositoryId: string
  organizationId: string
  number: number
  state?: 'OPEN' | 'CLOSED'
  isDraft?: boolean
  mergedAt?: Date
  body?: string
}

export const createPullRequest = (db: Database, data: PullRequestOptions) =>
  db.pullRequest.create({
    data: {
      externalId: next(),
      title: `Pull request ${data.number}`,
      state: 'OPEN',
      pullRequestCreatedAt: new Date(Date.UTC(2026, 0, 1) + data.number * 60_000),
      pullRequestUpdatedAt: new Date(Date.UTC(2026, 0, 2)),
      ...data,
    },
  })

/** Organizations with repositories with issues; the same number of each in the one above. */
export const createDemo = async (db: Database, demo: Demo = {}) => {
  const { organizations = 1, repositories = 1, issues = 1, isPrivate = false } = demo
  const all = []
  for (let o = 0; o < organizations; o++) {
    const organization = await createOrganization(db)
    for (let r = 0; r < repositories; r++) {
      const repository = await createRepository(db, { organizationId: organization.id, isPrivate })
      for (let number = 1; number <= issues; number++) {
        const place = { organizationId: organization.id, repositoryId: repository.id }
        all.push({ organization, repository, issue: await createIssue(db, { ...place, number }) })
      }
    }
  }
  return all
}
