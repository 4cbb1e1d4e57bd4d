import { randomUUID } from 'node:crypto'
import * as ledger from '#ledger/service.ts'
import { encodeId } from '#lib/ids.ts'
import type { TestApp } from '../app.ts'
import { createMembership } from '../demo.ts'
import { createMoney } from './money.ts'
import type { Person } from './people.ts'
import { createPlaces } from './places.ts'

/** A row that a Node type stands for, and a label that says which one it is. */
export type Thing = { type: string; label: string; id: string }

/** Rows as they were given to `thing`: the label is the key. */
type Rows = Record<string, { id: string }>

const things = (type: string, rows: Rows): Thing[] =>
  Object.entries(rows).map(([label, { id }]) => ({ type, label, id: encodeId(type, id) }))

/** Sessions and tokens of the member: one that lives and one that is over. */
const createKeys = async ({ db }: TestApp, userId: string) => {
  const later = new Date(Date.now() + 86_400_000)
  const session = (tokenHash: string, expiresAt: Date) =>
    db.session.create({ data: { userId, tokenHash, expiresAt, userAgent: 'test' } })
  const token = (tokenHash: string, deletedAt: Date | null) =>
    db.personalAccessToken.create({
      data: {
        ...{ userId, tokenHash, deletedAt, name: 'x', scopes: ['user:read'], tokenHint: 'x' },
        ...{ expiresAt: later, lastUsedAt: new Date() },
      },
    })
  return [
    ...things('Session', {
      'of the member': await session('session', later),
      'of the member, over': await session('old session', new Date(0)),
    }),
    ...things('PersonalAccessToken', {
      'of the member': await token('token', null),
      'of the member, revoked': await token('old token', new Date()),
    }),
  ]
}

const createMemberships = async (
  { db }: TestApp,
  people: Record<Person, string>,
  places: Awaited<ReturnType<typeof createPlaces>>,
) => {
  const { acme, payer, credited, receiver, deleted } = places.organizations
  const deletedAt = new Date()
  const join = (person: Person, { id: organizationId }: { id: string }, more = {}) =>
    createMembership(db, { userId: people[person], organizationId, ...more })
  const member = await join('member', acme)
  await join('admin', acme, { isAdmin: true })
  const former = await join('formerMember', acme, { deletedAt })
  await join('formerAdmin', acme, { deletedAt, isAdmin: true })
  await join('member', deleted)
  const ofDeleted = await join('admin', deleted, { isAdmin: true })
  for (const [organization, one, other] of [
    [payer, 'payerMember', 'payerAdmin'],
    [credited, 'creditedMember', 'creditedAdmin'],
    [receiver, 'receiverMember', 'receiverAdmin'],
  ] as const) {
    await join(one, organization)
    await join(other, organization, { isAdmin: true })
    await join('formerMember', organization, { deletedAt })
    await join('formerAdmin', organization, { deletedAt, isAdmin: true })
  }
  return things('Membership', {
    'of the member': member,
    'of the former member': former,
    'in a deleted organization': ofDeleted,
  })
}

const createBooks = async (app: TestApp, pledges: Rows, accounts: Rows) => {
  const books: Rows = {}
  for (const [label, { id: pledgeId }] of Object.entries(pledges)) {
    const causes = { pledgeId, chargeId: `ch_${randomUUID()}` }
    books[label] = await app.ctx.transaction((tx) =>
      ledger.payment(tx, { key: randomUUID(), currency: 'usd', amount: 5_000n, causes }),
    )
  }
  const [payment] = Object.values(books)
  if (!payment) throw new Error('There is no pledge')
  const lines: Rows = {}
  for (const [label, { id: payeeAccountId }] of Object.entries(accounts)) {
    const transfer = { paymentId: payment.id, payeeAccountId, amount: 10n, fee: 1n }
    lines[label] = await app.ctx.transaction((tx) =>
      ledger.transfer(tx, { key: randomUUID(), ...transfer, feeBasisPoints: 1_000 }),
    )
  }
  return [
    ...things('IssueLedgerEntry', books),
    ...things('PayoutStatementLine', lines),
    ...things('LedgerTransaction', { 'a payment': payment }),
    ...things('LedgerEntry', { 'of a payment': await app.db.ledgerEntry.findFirstOrThrow() }),
  ]
}

/**
 * The rows that the table asks about: of every Node type those that some may see and others may not,
 * and those that nobody may see any more.
 */
export const createWorld = async (app: TestApp, people: Record<Person, string>) => {
  const places = await createPlaces(app)
  const { issues, organizations } = places
  const memberships = await createMemberships(app, people, places)
  const { pledges, shares, rewards, accounts } = await createMoney(app, people, places)
  const { id: deletedUser } = await app.db.user.create({
    data: { email: 'gone@example.com', login: 'gone', deletedAt: new Date() },
  })
  const delivery = await app.db.webhookDelivery.create({
    data: {
      ...{ id: randomUUID(), event: 'ping', payload: {}, status: 'IGNORED', action: 'x' },
      ...{ reason: 'x', processedAt: new Date() },
    },
  })
  const all = [
    ...things('Organization', { acme: organizations.acme, deleted: organizations.deleted }),
    ...things('Repository', places.repositories),
    ...things('RepositoryBadgeSettings', places.repositories),
    ...things('BadgeRun', places.badgeRuns),
    ...things('Issue', issues),
    ...things('PullRequest', places.pullRequests),
    ...things('PullRequestReference', places.references.pullRequest),
    ...things('ExternalPullRequestReference', places.references.external),
    ...things('CommitReference', places.references.commit),
    ...things('User', { 'the member': { id: people.member }, deleted: { id: deletedUser } }),
    ...memberships,
    ...(await createKeys(app, people.member)),
    ...things('Pledge', pledges),
    ...things('IssueReward', shares),
    ...things('Reward', rewards),
    ...things('PayoutAccount', accounts),
    ...(await createBooks(
      app,
      { 'of a public issue': pledges['of an organization'], 'of a private issue': pledges.private },
      accounts,
    )),
    ...things('WebhookDelivery', { any: delivery }),
  ]
  /** The global id of a thing, by its type and label. */
  const id = (type: string, label: string) => {
    const found = all.find((thing) => thing.type === type && thing.label === label)
    if (!found) throw new Error(`There is no ${type} ${label}`)
    return found.id
  }
  const organizationId = (name: keyof typeof organizations) =>
    encodeId('Organization', organizations[name].id)
  /** A text with ids replaced by what they stand for: they are others each time. */
  const withoutIds = (text: string) => {
    const names = [
      ...all.map((thing) => [thing.id, `${thing.type} ${thing.label}`] as const),
      ...Object.entries(organizations).map(
        ([name, row]) => [encodeId('Organization', row.id), `Organization ${name}`] as const,
      ),
    ]
    return names.reduce((shorter, [old, name]) => shorter.replaceAll(old, name), text)
  }
  return { things: all, id, organizationId, withoutIds, places, people }
}

export type World = Awaited<ReturnType<typeof createWorld>>
