import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashToken, randomToken } from '#lib/crypto.ts'
import { encodeId } from '#lib/ids.ts'
import {
  createIssue,
  createMembership,
  createOrganization,
  createRepository,
  createUser,
} from '../demo.ts'
import { type Attacked, startAttacked } from './server.ts'
import { catastrophes } from './texts.ts'

const secret = 'a-secret-of-the-attacked-server-0123456789'
const many = 100

let server: Attacked
let login: string
let name: string
let organizationId: string
let cookie: string

/** An admin of the organization who is signed in, with issues of a hundred receivers each. */
const fill = async () => {
  const { db } = server
  const organization = await createOrganization(db)
  const repository = await createRepository(db, { organizationId: organization.id })
  const place = { organizationId: organization.id, repositoryId: repository.id }
  const texts = Object.values(catastrophes(65_536))
  for (let number = 1; number <= many; number++) {
    const body = texts[number % texts.length] ?? ''
    const issue = await createIssue(db, { ...place, number, body })
    await db.issueReward.createMany({
      data: Array.from({ length: many }, (_, index) => ({
        ...{ issueId: issue.id, shareThousands: 10, githubLogin: `receiver-${index}` },
      })),
    })
  }
  const admin = await createUser(db)
  await createMembership(db, {
    ...{ userId: admin.id, organizationId: organization.id, isAdmin: true },
  })
  const token = randomToken('polar_session_')
  await db.session.create({
    data: {
      ...{ userId: admin.id, tokenHash: hashToken(secret, token) },
      expiresAt: new Date(Date.now() + 3_600_000),
    },
  })
  cookie = `polar_session=${token}`
  login = organization.login
  name = repository.name
  organizationId = encodeId('Organization', organization.id)
}

beforeAll(async () => {
  server = await startAttacked({ SECRET: secret })
  await fill()
}, 120_000)
afterAll(() => server.stop())

/** Sends a document ten times at once: answered or refused, never a failure of ours. */
const sendOften =
  (document: () => string, headers: Record<string, string> = {}) =>
  async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => server.query(document(), undefined, headers)),
    )
    for (const { status, body } of answers) {
      expect([200, 400, 429, 503]).toContain(status)
      expect(body).not.toContain('INTERNAL_SERVER_ERROR')
    }
  }

const nested = (levels: number, page: string): string =>
  levels === 0
    ? 'totalCount'
    : `totalCount nodes { issue { rewards${page} { ${nested(levels - 1, page)} } } }`

const inIssues = (fields: string) =>
  `{ issues(organization: "${login}", first: 100) { nodes { ${fields} } } }`

/** Documents of lists within lists, and of fields that once asked another server for each row. */
const documents: Record<string, () => string> = {
  'receivers of the issue of receivers': () =>
    `{ issue(owner: "${login}", repository: "${name}", number: 1) { rewards { ${nested(5, '')} } } }`,
  'receivers of issues, twice nested': () =>
    inIssues(`rewards(first: 100) { ${nested(2, '(first: 100)')} }`),
  'receivers of every issue': () =>
    inIssues('rewards(first: 9) { nodes { share receiver { login } } }'),
  'a hundred texts': () => inIssues('bodyHtml'),
  'a hundred texts, by ten names each': () =>
    inIssues(Array.from({ length: 10 }, (_, index) => `a${index}: bodyHtml`).join(' ')),
  'backers by four names': () =>
    inIssues(
      `pledgesSummary { ${['a', 'b', 'c', 'd']
        .map(
          (name, index) => `${name}: backings(first: ${index + 1}) { totalCount nodes { type } }`,
        )
        .join(' ')} }`,
    ),
  'the same relation with other arguments': () =>
    inIssues(
      ['a', 'b', 'c', 'd']
        .map((name, index) => `${name}: rewards(first: ${index + 1}) { nodes { share } }`)
        .join(' '),
    ),
  'the credit of one organization, by its issues': () =>
    inIssues('organization { credit { amount } }'),
}

describe('signed out and signed in', () => {
  test.each(Object.entries(documents))('%s', async (_name, document) => {
    await server.withstands(sendOften(document))
    await server.withstands(sendOften(document, { cookie }))
  })
})

const messages = Object.entries(catastrophes(10_000))

test('Markdown of a badge: every message is stored or refused, and shown in time', async () => {
  const update = `mutation ($input: UpdateBadgeSettingsInput!) {
    updateBadgeSettings(input: $input) { __typename }
  }`
  const preview = `{ issues(organization: "${login}", first: 5) { nodes { badgePreview { html } } } }`
  const attack = async () => {
    for (const [name, message] of messages) {
      const input = {
        organizationId,
        message,
        showAmount: true,
        minimumAmount: { amount: 2_000, currency: 'USD' },
      }
      const stored = await server.query(update, { input }, { cookie })
      expect(stored.status, name).toBe(200)
      expect(stored.body, name).toMatch(/"__typename":"UpdateBadgeSettingsPayload"/)
      const shown = await server.query(preview, undefined, { cookie })
      expect(JSON.parse(shown.body).errors, name).toBeUndefined()
    }
  }
  await server.withstands(attack)
}, 180_000)
