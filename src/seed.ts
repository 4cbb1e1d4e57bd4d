import type { Actor, Label } from './issue/github.ts'
import type { Database, Transaction } from './lib/db.ts'

/** GitHub's ids of made-up things; far above real ones, so that they never meet. */
const demoId = (kind: number, number: number) =>
  BigInt(9_000_000_000_000 + kind * 1_000_000 + number)

const person = (login: string, number: number): Actor => ({
  id: Number(demoId(9, number)),
  login,
  htmlUrl: `https://github.com/${login}`,
  avatarUrl: `https://avatars.githubusercontent.com/u/${number}`,
})

const people = ['ada', 'grace', 'linus', 'margaret', 'dennis'].map((login, number) =>
  person(`${login}-demo`, number + 1),
)

/** Logins of people who can be tried out, with what they are to acme; null: nothing. */
const members = [
  { login: 'ada-demo', email: 'ada@example.com', name: 'Ada', isAdmin: true },
  { login: 'grace-demo', email: 'grace@example.com', name: 'Grace', isAdmin: false },
  { login: 'linus-demo', email: 'linus@example.com', name: 'Linus', isAdmin: null },
]

export const demoPeople = members.map(({ login }) => login)

const createPeople = async (tx: Transaction) => {
  for (const { isAdmin, ...person } of members) {
    const { id: userId } = await tx.user.create({ data: { ...person, isEmailVerified: true } })
    if (isAdmin === null) continue
    await tx.membership.create({ data: { userId, organizationId: acmeId, isAdmin } })
  }
}

const labels: Label[] = [
  { id: 1, name: 'bug', color: 'd73a4a' },
  { id: 2, name: 'enhancement', color: 'a2eeef' },
  { id: 3, name: 'Fund', color: '0e8a16' },
]

/** The examples of GraphiQL name these. */
const acmeId = '00000000-0000-7000-8000-000000000001'
const launchpadId = '00000000-0000-7000-8000-000000000002'
const landingId = '00000000-0000-7000-8000-000000000003'

const organizations = [
  {
    id: acmeId,
    login: 'acme',
    name: 'Acme Rockets',
    bio: 'Rockets for everybody',
    isPersonal: false,
  },
  {
    externalId: demoId(9, 1),
    login: 'ada-demo',
    name: 'Ada',
    bio: 'Writes programs',
    isPersonal: true,
  },
]

const repositories = [
  { owner: 'acme', name: 'rocket', description: 'A reusable rocket', isPrivate: false, issues: 60 },
  {
    id: launchpadId,
    owner: 'acme',
    name: 'launchpad',
    description: 'Where it starts',
    isPrivate: false,
    issues: 12,
  },
  { owner: 'acme', name: 'secret-fuel', description: 'Not yet public', isPrivate: true, issues: 3 },
  { owner: 'ada-demo', name: 'notes', description: 'On the engine', isPrivate: false, issues: 5 },
]

const topics = [
  'Countdown stops at zero and never lifts off',
  'Support landing on uneven ground',
  'Engine telemetry loses its first second',
  'Document how to refuel between flights',
  'Parachute opens when the cabin light is switched on',
  'Allow a second stage with another engine',
]

const day = 86_400_000
const firstDay = Date.UTC(2026, 0, 5, 9)

const pick = <Item>(items: Item[], index: number): Item => items[index % items.length] as Item

/** The foreign issue that one of the demo's mentions; only GitHub's sandbox knows it. */
const mention = (index: number) =>
  index === 58 ? '\n\nIt has to wait for octo-tools/wrench#3.' : ''

/** What GitHub knows of a repository besides what its owner says. */
const factsOf = (number: number) => ({
  stargazersCount: 40 - number * 7,
  forksCount: 9 - number,
  topics: ['rocket', 'demo'],
  license: 'Apache-2.0',
})

const issue = (index: number) => {
  const createdAt = new Date(firstDay + index * day)
  const closed = index % 4 === 3
  const thumbsUp = (index * 7) % 13
  return {
    number: index + 1,
    title: pick(topics, index),
    body: `Seen on flight ${index + 1}.\n\nSteps:\n\n1. Fuel the rocket\n2. Count down\n3. Watch${mention(index)}`,
    state: closed ? ('CLOSED' as const) : ('OPEN' as const),
    stateReason: closed ? 'completed' : null,
    author: pick(people, index),
    labels: [pick(labels, index)],
    assignees: index % 3 === 0 ? [pick(people, index + 1)] : [],
    hasPledgeBadgeLabel: pick(labels, index).name === 'Fund',
    reactions: {
      totalCount: thumbsUp,
      thumbsUp,
      thumbsDown: 0,
      laugh: 0,
      hooray: 0,
      confused: 0,
      heart: 0,
      rocket: 0,
      eyes: 0,
    },
    positiveReactionsCount: thumbsUp,
    totalEngagementCount: thumbsUp + (index % 5),
    commentsCount: index % 5,
    issueCreatedAt: createdAt,
    issueUpdatedAt: new Date(createdAt.getTime() + day),
    issueClosedAt: closed ? new Date(createdAt.getTime() + day) : null,
  }
}

/** The demo data as plain facts; `id` numbers a kind of thing as GitHub's ids do. */
export const demo = {
  id: (kind: number, number: number) => Number(demoId(kind, number)),
  firstDay,
  people,
  labels,
  organizations,
  repositories: repositories.map((repository, number) => ({ ...repository, ...factsOf(number) })),
  issue,
}

/**
 * Fills an empty database with demo data, in one transaction. Returns whether it did: a database
 * that holds any organization is left alone.
 */
export const seedOnce = (db: Database): Promise<boolean> =>
  db.$transaction(async (tx) => {
    if ((await tx.organization.count()) > 0) return false
    const ids = new Map<string, string>()
    for (const [number, organization] of organizations.entries()) {
      const { id } = await tx.organization.create({
        data: {
          externalId: demoId(1, number),
          ...organization,
          installationId: demoId(2, number),
          avatarUrl: `https://avatars.githubusercontent.com/u/${number + 100}`,
        },
      })
      ids.set(organization.login, id)
    }
    await createPeople(tx)
    for (const [number, { owner, issues, ...repository }] of repositories.entries()) {
      const organizationId = ids.get(owner) ?? ''
      const { id: repositoryId } = await tx.repository.create({
        data: {
          ...repository,
          organizationId,
          externalId: demoId(3, number),
          repositoryCreatedAt: new Date(firstDay),
          repositoryUpdatedAt: new Date(firstDay),
          ...factsOf(number),
        },
      })
      const installationId = demoId(2, owner === 'acme' ? 0 : 1)
      await tx.repositoryAccess.create({
        data: { repositoryId, installationId, isGranted: true, asOf: new Date(firstDay) },
      })
      await tx.issue.createMany({
        data: Array.from({ length: issues }, (_, index) => ({
          ...issue(index),
          ...(number === 0 && index === 1 && { id: landingId }),
          organizationId,
          repositoryId,
          externalId: demoId(4 + number, index),
        })),
      })
    }
    return true
  })
