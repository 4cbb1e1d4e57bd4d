import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createMembership, createOrganization, createUser } from '../../test/demo.ts'
import { confirm, createFundedPlace, createPledge } from '../../test/rewards.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

const rowsOf = (issueId: string) =>
  app.db.reward.findMany({ where: { pledge: { issueId } }, include: { issueReward: true } })

describe('confirming an issue', () => {
  test('stores who gets what, and links people who are known', async () => {
    const place = await createFundedPlace(app)
    const known = await createUser(app.db, { login: 'Octo-Cat' })
    const { answer } = await confirm(app, place, [
      { share: 300, githubLogin: 'octo-cat' },
      { share: 600, organizationId: place.organization.id },
      { share: 100, githubLogin: 'never-seen' },
    ])
    expect(answer).toEqual({
      __typename: 'ConfirmIssueSolvedPayload',
      issue: {
        needsConfirmationSolved: false,
        rewards: {
          nodes: [
            {
              share: 600,
              isReceiverKnown: true,
              receiver: {
                isOrganization: true,
                name: place.organization.login,
                login: place.organization.login,
                avatarUrl: place.organization.avatarUrl,
              },
            },
            {
              share: 300,
              isReceiverKnown: true,
              receiver: {
                isOrganization: false,
                name: 'Octo-Cat',
                login: 'Octo-Cat',
                avatarUrl: null,
              },
            },
            {
              share: 100,
              isReceiverKnown: false,
              receiver: {
                isOrganization: false,
                name: 'never-seen',
                login: 'never-seen',
                avatarUrl: null,
              },
            },
          ],
        },
      },
    })
    const issue = await app.db.issue.findUniqueOrThrow({ where: { id: place.issue.id } })
    expect(issue.confirmedSolvedById).toBe(place.admin.id)
    expect(issue.confirmedSolvedAt).toBeInstanceOf(Date)
    const linked = await app.db.issueReward.findFirst({ where: { githubLogin: 'octo-cat' } })
    expect(linked?.userId).toBe(known.id)
  })

  test('makes a row for each pledge and receiver, and starts the time to object', async () => {
    const place = await createFundedPlace(app)
    const before = Date.now()
    const upfront = await createPledge(app, place)
    const promised = await createPledge(app, place, { type: 'PAY_ON_COMPLETION' })
    await confirm(app, place, [
      { share: 700, organizationId: place.organization.id },
      { share: 300, githubLogin: 'somebody' },
    ])
    const later = await createPledge(app, place)
    expect(await rowsOf(place.issue.id)).toHaveLength(6)
    const stateOf = (id: string) => app.db.pledge.findUniqueOrThrow({ where: { id } })
    expect((await stateOf(promised.id)).state).toBe('CREATED')
    for (const { id } of [upfront, later]) {
      const { state, scheduledPayoutAt } = await stateOf(id)
      expect(state).toBe('PENDING')
      const window = (scheduledPayoutAt?.getTime() ?? 0) - before
      expect(Math.round(window / 60_000)).toBe(7 * 24 * 60)
    }
  })

  test('gives refunded and unpaid pledges no rows, and disputed ones theirs', async () => {
    const place = await createFundedPlace(app)
    for (const state of ['REFUNDED', 'INITIATED', 'CHARGE_DISPUTED', 'DISPUTED'] as const) {
      const { id } = await createPledge(app, place)
      await app.db.pledge.update({ where: { id }, data: { state } })
    }
    await confirm(app, place, [{ share: 1_000, organizationId: place.organization.id }])
    expect(await rowsOf(place.issue.id)).toHaveLength(1)
  })

  test('happens once, also when several try at the same time', async () => {
    const place = await createFundedPlace(app)
    const splits = [{ share: 1_000, organizationId: place.organization.id }]
    const all = await Promise.all(Array.from({ length: 8 }, () => confirm(app, place, splits)))
    const names = all.map(({ answer }) => answer?.__typename).sort()
    expect(names).toEqual(['ConfirmIssueSolvedPayload', ...Array(7).fill('IssueAlreadyConfirmed')])
    expect(await app.db.issueReward.count({ where: { issueId: place.issue.id } })).toBe(1)
  })

  test('the same key answers again, with another body it is a conflict', async () => {
    const place = await createFundedPlace(app)
    const splits = [{ share: 1_000, organizationId: place.organization.id }]
    const first = await confirm(app, place, splits, { idempotencyKey: 'one' })
    const again = await confirm(app, place, splits, { idempotencyKey: 'one' })
    expect(first.answer?.__typename).toBe('ConfirmIssueSolvedPayload')
    expect(again).toEqual(first)
    const other = await confirm(app, place, [{ share: 1_000, githubLogin: 'x' }], {
      idempotencyKey: 'one',
    })
    expect(other.answer?.__typename).toBe('IdempotencyConflict')
  })

  test('and pledges made at the same time miss no receiver', async () => {
    const place = await createFundedPlace(app)
    await Promise.all([
      ...Array.from({ length: 6 }, () => createPledge(app, place)),
      confirm(app, place, [
        { share: 500, organizationId: place.organization.id },
        { share: 500, githubLogin: 'somebody' },
      ]),
    ])
    expect(await rowsOf(place.issue.id)).toHaveLength(12)
    const waiting = await app.db.pledge.count({
      where: { issueId: place.issue.id, state: 'PENDING' },
    })
    expect(waiting).toBe(6)
  })
})

describe('splits', () => {
  const valid = [
    [1_000],
    [500, 500],
    [1_000, 0],
    [333, 333, 334],
    Array.from({ length: 100 }, () => 10),
  ]
  test.each(valid.map((shares) => [shares]))('of %j are valid', async (shares) => {
    const place = await createFundedPlace(app)
    const splits = shares.map((share, index) => ({ share, githubLogin: `person${index}` }))
    expect((await confirm(app, place, splits)).answer?.__typename).toBe('ConfirmIssueSolvedPayload')
  })

  const a = (share: number) => ({ share, githubLogin: 'ada' })
  const b = (share: number) => ({ share, githubLogin: 'grace' })
  const unknown = '00000000-0000-4000-8000-000000000000'
  const cases: [
    string,
    { share: number; githubLogin?: string; organizationId?: string }[],
    string,
  ][] = [
    ['900', [a(900)], 'splits'],
    ['3000', [a(1_000), b(2_000)], 'splits.1.share'],
    ['1100', [a(550), b(550)], 'splits'],
    ['a share below zero', [a(1_100), b(-100)], 'splits.0.share'],
    ['nobody', [], 'splits'],
    ['no receiver', [{ share: 1_000 }], 'splits.0'],
    ['two receivers', [{ ...a(1_000), organizationId: unknown }], 'splits.0'],
    ['the same person twice', [a(500), { share: 500, githubLogin: 'ADA' }], 'splits.1'],
    ['what is no login', [{ share: 1_000, githubLogin: 'a b' }], 'splits.0.githubLogin'],
    ['a bot', [{ share: 1_000, githubLogin: 'dependabot[bot]' }], 'splits.0.githubLogin'],
    ['an empty login', [{ share: 1_000, githubLogin: '' }], 'splits.0.githubLogin'],
    [
      'an unknown organization',
      [{ share: 1_000, organizationId: unknown }],
      'splits.0.organizationId',
    ],
    [
      '101 receivers',
      Array.from({ length: 101 }, (_, i) => ({ share: i ? 9 : 100, githubLogin: `p${i}` })),
      'splits',
    ],
  ]
  test.each(cases)('with %s are refused', async (_name, splits, path) => {
    const place = await createFundedPlace(app)
    const { answer } = await confirm(app, place, splits)
    expect(answer).toMatchObject({ __typename: 'SplitInvalid', path: path.split('.') })
    expect(await app.db.issueReward.count({ where: { issueId: place.issue.id } })).toBe(0)
  })

  test('may name another organization that is known', async () => {
    const place = await createFundedPlace(app)
    const other = await createOrganization(app.db)
    const { answer } = await confirm(app, place, [{ share: 1_000, organizationId: other.id }])
    expect(answer?.__typename).toBe('ConfirmIssueSolvedPayload')
  })
})

describe('who may confirm', () => {
  test('admins of the organization alone; an issue that is not seen is not there', async () => {
    const place = await createFundedPlace(app, { isPrivate: true })
    const splits = [{ share: 1_000, organizationId: place.organization.id }]
    const member = await createUser(app.db)
    await createMembership(app.db, { userId: member.id, organizationId: place.organization.id })
    const stranger = await createUser(app.db)
    const asMember = await app.signIn(member.id)
    const asStranger = await app.signIn(stranger.id)
    const answers = [
      await confirm(app, place, splits, { headers: { cookie: asMember.cookie } }),
      await confirm(app, place, splits, { headers: { cookie: asStranger.cookie } }),
      await confirm(app, place, splits, { headers: {} }),
    ]
    expect(answers.map(({ answer, code }) => answer?.__typename ?? code)).toEqual([
      'NotAnOrganizationAdmin',
      'IssueNotFound',
      'UNAUTHENTICATED',
    ])
  })
})
