import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as ledger from '#ledger/service.ts'
import { encodeId } from '#lib/ids.ts'
import { createIssue } from '../../test/demo.ts'
import { type PledgesTest, startWithPledges } from '../../test/pledges.ts'
import * as pledges from './service.ts'

let world: PledgesTest
beforeAll(async () => {
  world = await startWithPledges()
})
afterAll(async () => {
  expect(await ledger.faultsOf(world.app.ctx)).toEqual([])
  await world.stop()
})
beforeEach(() => world.resetLimits())

/** Stripe's webhooks are held back, so that the client comes first. */
const beforeWebhooks = async (work: () => Promise<void>) => {
  world.stripe.control.changeWebhooks({ isPaused: true })
  try {
    await work()
  } finally {
    world.stripe.control.changeWebhooks({ isPaused: false })
    await world.settled()
  }
}

const paymentsOf = (pledgeId: string) =>
  world.app.db.ledgerTransaction.findMany({ where: { pledgeId, kind: 'PAYMENT' } })

const sumOf = async (issueId: string) => {
  const issue = await world.app.db.issue.findUniqueOrThrow({ where: { id: issueId } })
  return issue.pledgedAmountSum
}

test('a paid intent: a pledge that counts, and its payment in the books, at once', async () => {
  const { issue, repository, organization } = await world.issue()
  const { user, headers } = await world.person({ organizationId: organization.id })
  const credit = { onBehalfOfOrganizationId: encodeId('Organization', organization.id) }
  await beforeWebhooks(async () => {
    const { id, charge } = await world.paidFor(issue.id, { ...credit, isAnonymous: true }, headers)
    expect(await world.pledge(id, {}, headers)).toMatchObject({
      pledge: { state: 'CREATED', amount: { amount: 10_000 } },
    })
    const row = await world.rowOf(id)
    expect(row).toMatchObject({
      type: 'PAY_UPFRONT',
      state: 'CREATED',
      amount: 10_000n,
      fee: 0n,
      amountReceived: 10_000n,
      email: user.email,
      isAnonymous: true,
      issueId: issue.id,
      repositoryId: repository.id,
      organizationId: organization.id,
      byUserId: user.id,
      byOrganizationId: null,
      onBehalfOfOrganizationId: organization.id,
    })
    const causes = { chargeId: charge, paymentUserId: user.id, paymentOrganizationId: null }
    expect(await paymentsOf(row.id)).toMatchObject([{ key: `payment/${charge}`, ...causes }])
    expect(await ledger.platformBalance(world.app.ctx, 'usd', { pledgeId: row.id })).toMatchObject({
      balance: 10_000n,
      fees: 320n,
    })
    expect(await sumOf(issue.id)).toBe(10_000n)
  })
})

test('an unpaid intent: a pledge that nobody sees and that does not count, until it is paid', async () => {
  const { issue } = await world.issue()
  const id = await world.intentIdFor(issue.id)
  const first = await world.pledge(id)
  expect(first).toMatchObject({ pledge: { state: 'INITIATED' } })
  expect(await sumOf(issue.id)).toBe(0n)
  expect(await world.rowOf(id)).toMatchObject({ amountReceived: null })

  world.stripe.control.payIntent({ id })
  await world.settled()
  expect(await world.rowOf(id)).toMatchObject({ state: 'CREATED', amountReceived: 10_000n })
  expect(await sumOf(issue.id)).toBe(10_000n)
  expect(await world.pledge(id)).toMatchObject({
    pledge: { id: first.pledge?.id, state: 'CREATED' },
  })
})

test('what was lowered while it was unpaid counts as what was paid', async () => {
  const { issue } = await world.issue()
  const id = await world.intentIdFor(issue.id)
  await world.pledge(id)
  await world.stripe.stripe.paymentIntents.update(id, { amount: 100 })
  world.stripe.control.payIntent({ id })
  await world.settled()
  expect(await world.rowOf(id)).toMatchObject({ amount: 100n, amountReceived: 100n })
  expect(await sumOf(issue.id)).toBe(100n)
})

test('fifty at once, with webhooks between them: one pledge, one payment', async () => {
  const { issue } = await world.issue()
  const { id } = await world.paidFor(issue.id)
  const key = { idempotencyKey: `create-${id}`, clientSecret: world.secretOf(id) }
  const answers = await Promise.all([
    ...Array.from({ length: 50 }, () => world.pledge(id)),
    ...Array.from({ length: 50 }, () => world.pledge(id, key)),
  ])
  await world.settled()
  const { id: pledgeId } = await world.rowOf(id)
  expect(new Set(answers.map(({ pledge }) => pledge?.id))).toEqual(
    new Set([encodeId('Pledge', pledgeId)]),
  )
  expect(await paymentsOf(pledgeId)).toHaveLength(1)
  expect(await sumOf(issue.id)).toBe(10_000n)
  expect(await world.pledge('pi_other', key)).toMatchObject({ __typename: 'IdempotencyConflict' })
})

test('a client that never asks: the webhook makes the pledge', async () => {
  const { issue } = await world.issue()
  const { user } = await world.person({ email: 'Known@Example.com' })
  const { id } = await world.paidFor(issue.id, { email: 'known@example.COM' })
  await world.settled()
  expect(await world.rowOf(id)).toMatchObject({ state: 'CREATED', byUserId: user.id })
})

describe('who pays without being signed in', () => {
  test('is signed up by their address, once, which nobody has verified', async () => {
    const { issue } = await world.issue()
    const email = `new-${issue.id}@example.com`
    const ids = await Promise.all([1, 2, 3].map(() => world.intentIdFor(issue.id, { email })))
    await Promise.all(ids.map((id) => world.pledge(id)))
    const users = await world.app.db.user.findMany({ where: { email } })
    expect(users).toMatchObject([{ isEmailVerified: false, login: null }])
    for (const id of ids) expect(await world.rowOf(id)).toMatchObject({ byUserId: users[0]?.id })
  })

  test('bears nobody’s name: anybody can type an address', async () => {
    const { issue } = await world.issue()
    const { user } = await world.person({ email: `known-${issue.id}@example.com` })
    const { id } = await world.paidFor(issue.id, { email: user.email })
    await world.pledge(id)
    expect(await world.rowOf(id)).toMatchObject({ byUserId: user.id, isAnonymous: true })
  })

  test('adopts it by another sign-in, unless the address is somebody’s who has signed in', async () => {
    const { issue } = await world.issue()
    const { user: adopter } = await world.person()
    const { user: known } = await world.person({ email: `known-${issue.id}@example.com` })
    const payerAfterAdoption = async (email: string) => {
      const { id } = await world.paidFor(issue.id, { email })
      await world.pledge(id)
      const token = await pledges.claimPledge(world.app.ctx, {
        ...{ paymentIntentId: id, clientSecret: world.secretOf(id) },
      })
      await world.app.ctx.transaction((tx) => pledges.adopt(tx, token, adopter.id))
      return (await world.rowOf(id)).byUserId
    }
    expect(await payerAfterAdoption(`never-seen-${issue.id}@example.com`)).toBe(adopter.id)
    expect(await payerAfterAdoption(known.email)).toBe(known.id)
  })

  test('is nobody we know, where the intent has no address; whoever signs in with it adopts it', async () => {
    const { issue } = await world.issue()
    const { user } = await world.person()
    const { user: other } = await world.person()
    const intent = await world.stripe.stripe.paymentIntents.create({
      ...{ amount: 3_000, currency: 'usd' },
      metadata: { type: 'pledge', issue_id: issue.id },
    })
    const claim = { paymentIntentId: intent.id, clientSecret: intent.client_secret }
    await expect(pledges.claimPledge(world.app.ctx, claim)).rejects.toMatchObject({
      ...{ code: 'NOT_FOUND', name: 'PledgeNotFound' },
    })
    await world.pledge(intent.id)
    expect(await world.rowOf(intent.id)).toMatchObject({ byUserId: null, email: null })
    const token = await pledges.claimPledge(world.app.ctx, claim)
    const adopt = (userId: string) =>
      world.app.ctx.transaction((tx) => pledges.adopt(tx, token, userId))
    await adopt(user.id)
    await adopt(other.id)
    expect(await world.rowOf(intent.id)).toMatchObject({ byUserId: user.id })

    world.stripe.control.payIntent({ id: intent.id })
    await world.settled()
    const { id } = await world.rowOf(intent.id)
    expect(await paymentsOf(id)).toMatchObject([{ paymentUserId: user.id }])
    await adopt(other.id)
    await pledges.reconcile(world.app.ctx, intent.id)
  })
})

describe('there is no pledge of', () => {
  const metadataFor = async (metadata: Record<string, string>) => {
    const params = { amount: 3_000, currency: 'usd', metadata }
    const { id } = await world.stripe.stripe.paymentIntents.create(params)
    return world.pledge(id)
  }
  const missing = { __typename: 'PaymentIntentNotFound', code: 'NOT_FOUND' }

  test('an intent that Stripe does not know, or that is for something else', async () => {
    for (const id of ['pi_unknown', '', '.', '..', 'pi_1/..', 'cus_1', `pi_${'1'.repeat(9_999)}`]) {
      expect(await world.pledge(id)).toMatchObject(missing)
    }
    expect(await metadataFor({})).toMatchObject(missing)
    expect(await metadataFor({ type: 'donation' })).toMatchObject(missing)
  })

  test('an issue that is missing, unknown or no id at all', async () => {
    const type = 'pledge'
    expect(await metadataFor({ type })).toMatchObject(missing)
    expect(await metadataFor({ type, issue_id: 'one' })).toMatchObject(missing)
    const unknown = '11111111-1111-4111-8111-111111111111'
    expect(await metadataFor({ type, issue_id: unknown })).toMatchObject(missing)
  })

  test('an issue, repository or organization that is gone, as long as it is not paid', async () => {
    const { issue, repository, organization } = await world.issue()
    const { db } = world.app
    const metadata = { type: 'pledge', issue_id: issue.id }
    const deletedAt = new Date()
    const { id } = await world.paidFor(issue.id)
    await db.organization.update({ where: { id: organization.id }, data: { deletedAt } })
    expect(await metadataFor(metadata)).toMatchObject(missing)
    await db.organization.update({ where: { id: organization.id }, data: { deletedAt: null } })
    await db.repository.update({ where: { id: repository.id }, data: { deletedAt } })
    expect(await metadataFor(metadata)).toMatchObject(missing)
    await db.repository.update({ where: { id: repository.id }, data: { deletedAt: null } })
    await db.issue.update({ where: { id: issue.id }, data: { deletedAt } })
    expect(await metadataFor(metadata)).toMatchObject(missing)
    expect(await world.pledge(id)).toMatchObject({ pledge: { state: 'CREATED' } })
  })
})

test('an issue that was transferred after the payment began: the pledge is on it where it is now', async () => {
  const { issue, organization, repository } = await world.issue()
  const place = { organizationId: organization.id, repositoryId: repository.id }
  const to = await createIssue(world.app.db, { ...place, number: 99 })
  const id = await world.intentIdFor(issue.id)
  await world.app.db.issue.update({
    where: { id: issue.id },
    data: { deletedAt: new Date(), transferredToId: to.id },
  })
  await world.pledge(id)
  expect(await world.rowOf(id)).toMatchObject({ issueId: to.id })
})

test('while Stripe is away: unavailable, and the key is free', async () => {
  const { issue } = await world.issue()
  const { id } = await world.paidFor(issue.id)
  const key = { idempotencyKey: `away-${id}` }
  world.stripe.control.failNext({ path: '/v1/payment_intents', status: 500, times: 'always' })
  expect(await world.pledge(id, key)).toMatchObject({ __typename: 'StripeUnavailable' })
  world.stripe.control.clearFailures()
  expect(await world.pledge(id, key)).toMatchObject({ pledge: { state: 'CREATED' } })
  await world.settled()
})
