import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Pledge } from '#generated/prisma/client.ts'
import { encodeId } from '#lib/ids.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createPledge, createStage, type Stage } from '../../test/backing.ts'
import { createUser } from '../../test/demo.ts'

let app: TestApp
let stage: Stage

beforeAll(async () => {
  app = await startTestApp({ worker: false, settings: { STAFF: 'boss' } })
})
afterAll(() => app.stop())
beforeEach(async () => {
  await app.empty('organization', '"user"', 'idempotency_key')
  stage = await createStage(app.db)
})

type Outcome = { __typename: string; code?: string; pledge?: object; message?: string }

type Input = { reason?: string; idempotencyKey?: string }

const objectBy =
  (mutation: 'disputePledge' | 'markPledgeDisputed') =>
  async (
    { id }: Pledge,
    user: { id: string },
    { reason = 'It does not fly', ...rest }: Input = {},
  ) => {
    const { cookie } = await app.signIn(user.id)
    const type = mutation === 'disputePledge' ? 'DisputePledge' : 'MarkPledgeDisputed'
    const { data, errors } = await app.query<Record<string, Outcome>, object>(
      `mutation ($input: ${type}Input!) { ${mutation}(input: $input) {
        __typename ... on Error { code message }
        ... on ${type}Payload { pledge { state disputeReason viewerCanDispute disputedBy { login } } } } }`,
      { input: { pledgeId: encodeId('Pledge', id), reason, ...rest } },
      { cookie },
    )
    return data?.[mutation] ?? { __typename: `${errors?.[0]?.extensions.code}` }
  }

const dispute = objectBy('disputePledge')
const markDisputed = objectBy('markPledgeDisputed')

const inAnHour = () => new Date(Date.now() + 3_600_000)
const anHourAgo = () => new Date(Date.now() - 3_600_000)

const ofPerson = (data: Parameters<typeof createPledge>[2] = {}) =>
  createPledge(app.db, stage.issue, { byUserId: stage.stranger.id, ...data })

const canDispute = async ({ id }: Pledge, user: { id: string }) => {
  const { cookie } = await app.signIn(user.id)
  const { data } = await app.query<{ node: { viewerCanDispute: boolean } }, object>(
    `{ node(id: "${encodeId('Pledge', id)}") { ... on Pledge { viewerCanDispute } } }`,
    {},
    { cookie },
  )
  return data?.node.viewerCanDispute
}

/** A share of a pledge that was transferred. */
const transferShare = async (pledge: Pledge) => {
  const { id: issueRewardId } = await app.db.issueReward.create({
    data: { issueId: pledge.issueId, organizationId: stage.receiver.id, shareThousands: 1_000 },
  })
  const { id: payoutAccountId } = await app.db.payoutAccount.create({
    data: {
      ...{ type: 'STRIPE', stripeId: 'acct_1', organizationId: stage.receiver.id },
      adminId: stage.receiverAdmin.id,
    },
  })
  const transfer = { transferId: pledge.id, payoutAccountId, amount: 4_500n, fee: 500n }
  await app.db.reward.create({
    data: { pledgeId: pledge.id, issueRewardId, paidAt: new Date(), ...transfer },
  })
}

describe('the payer objects', () => {
  test('to what is paid, and it counts on', async () => {
    const { stranger } = stage
    const pledge = await ofPerson()
    expect(await canDispute(pledge, stranger)).toBe(true)
    expect((await dispute(pledge, stranger)).pledge).toEqual({
      ...{ state: 'DISPUTED', disputeReason: 'It does not fly', viewerCanDispute: false },
      disputedBy: null,
    })
    const row = await app.db.pledge.findUniqueOrThrow({ where: { id: pledge.id } })
    expect(row).toMatchObject({ disputedById: stranger.id, disputedAt: expect.any(Date) })
    const { pledgedAmountSum } = await app.db.issue.findFirstOrThrow()
    expect(pledgedAmountSum).toBe(5_000n)
  })

  test('until the scheduled payout', async () => {
    const { stranger } = stage
    const early = await ofPerson({ state: 'PENDING', scheduledPayoutAt: inAnHour() })
    expect(await canDispute(early, stranger)).toBe(true)
    expect((await dispute(early, stranger)).pledge).toMatchObject({ state: 'DISPUTED' })
    const late = await ofPerson({ state: 'PENDING', scheduledPayoutAt: anHourAgo() })
    expect(await canDispute(late, stranger)).toBe(false)
    expect(await dispute(late, stranger)).toMatchObject({
      ...{ __typename: 'PledgeNotDisputable', message: 'The time to object is over' },
    })
  })

  test('to what was asked for by an invoice, until a share is transferred', async () => {
    const { stranger } = stage
    const paid = await ofPerson({ type: 'PAY_ON_COMPLETION', state: 'PENDING' })
    expect(await canDispute(paid, stranger)).toBe(true)
    await transferShare(paid)
    expect(await canDispute(paid, stranger)).toBe(false)
    expect((await dispute(paid, stranger)).__typename).toBe('PledgeNotDisputable')
  })

  test.each(['DISPUTED', 'REFUNDED', 'CHARGE_DISPUTED', 'CANCELLED'] as const)(
    'to nothing that is %s',
    async (state) => {
      const outcome = await dispute(await ofPerson({ state }), stage.stranger)
      expect(outcome).toMatchObject({ __typename: 'PledgeNotDisputable', code: 'BAD_USER_INPUT' })
    },
  )

  test('with a reason that is neither empty nor endless', async () => {
    const pledge = await ofPerson()
    for (const reason of ['', '  \n', 'x'.repeat(5_001)]) {
      expect(await dispute(pledge, stage.stranger, { reason })).toMatchObject({
        __typename: 'DisputeReasonInvalid',
      })
    }
  })

  test('once for a key', async () => {
    const pledge = await ofPerson()
    const input = { idempotencyKey: 'once' }
    expect((await dispute(pledge, stage.stranger, input)).pledge).toBeDefined()
    expect((await dispute(pledge, stage.stranger, input)).pledge).toBeDefined()
    const other = await dispute(pledge, stage.stranger, { ...input, reason: 'Another' })
    expect(other.__typename).toBe('IdempotencyConflict')
  })
})

test('admins of the organization that pays may object, nobody else', async () => {
  const pledge = await createPledge(app.db, stage.issue, { byOrganizationId: stage.backer.id })
  expect((await dispute(pledge, stage.stranger)).__typename).toBe('PledgeNotFound')
  for (const user of [stage.backerMember, stage.receiverMember, stage.receiverAdmin]) {
    expect(await canDispute(pledge, user)).toBe(false)
    expect(await dispute(pledge, user)).toMatchObject({
      ...{ __typename: 'NotYourPledge', code: 'FORBIDDEN' },
    })
  }
  expect((await dispute(pledge, stage.backerAdmin)).pledge).toMatchObject({ state: 'DISPUTED' })
})

describe('staff object for a payer', () => {
  test('after the scheduled payout too, and see who did', async () => {
    const staff = await createUser(app.db, { login: 'boss' })
    const late = await ofPerson({ state: 'PENDING', scheduledPayoutAt: anHourAgo() })
    expect((await dispute(late, staff)).__typename).toBe('NotYourPledge')
    expect((await markDisputed(late, staff)).pledge).toMatchObject({
      ...{ state: 'DISPUTED', disputedBy: { login: 'boss' } },
    })
  })

  test('not once a share was transferred', async () => {
    const staff = await createUser(app.db, { login: 'boss' })
    const paid = await ofPerson({ state: 'PENDING', scheduledPayoutAt: anHourAgo() })
    await transferShare(paid)
    expect((await markDisputed(paid, staff)).__typename).toBe('PledgeNotDisputable')
  })

  test('others learn nothing of it', async () => {
    const pledge = await ofPerson()
    expect((await markDisputed(pledge, stage.stranger)).__typename).toBe('NOT_FOUND')
  })
})
