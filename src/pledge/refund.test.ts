import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as ledger from '#ledger/service.ts'
import { encodeId } from '#lib/ids.ts'
import { createUser } from '../../test/demo.ts'
import { type PledgesTest, startWithPledges, usd } from '../../test/pledges.ts'

let world: PledgesTest
let staff: { cookie: string }
beforeAll(async () => {
  world = await startWithPledges({ STAFF: 'boss' })
  const boss = await createUser(world.app.db, { login: 'boss' })
  staff = { cookie: (await world.app.signIn(boss.id)).cookie }
})
afterAll(async () => {
  expect(await ledger.faultsOf(world.app.ctx)).toEqual([])
  await world.stop()
})
beforeEach(() => world.resetLimits())

const refund = (pledgeId: string, input: object = {}, headers: object = staff) =>
  world.mutate(
    `mutation ($input: RefundPledgeInput!) {
      refundPledge(input: $input) {
        __typename
        ... on RefundPledgePayload { pledge { state amount { amount } } }
        ... on Error { message code path }
        ... on RefundTooLarge { left { amount } }
      }
    }`,
    {
      pledgeId: encodeId('Pledge', pledgeId),
      idempotencyKey: `refund-${Math.random()}`,
      ...input,
    },
    headers,
  )

const paidPledge = async () => {
  const { issue } = await world.issue()
  const paid = await world.paidFor(issue.id)
  await world.settled()
  return { ...paid, pledge: await world.rowOf(paid.id) }
}

const refundsOf = async (charge: string) => {
  const { data } = await world.stripe.stripe.refunds.list({ charge })
  return data
}

test('staff give back a part, then the rest; more or again is refused', async () => {
  const { pledge, charge } = await paidPledge()
  const reason = { reason: 'REQUESTED_BY_CUSTOMER' }
  expect(await refund(pledge.id, { amount: usd(4_000), ...reason })).toMatchObject({
    pledge: { state: 'CREATED', amount: { amount: 6_000 } },
  })
  expect(await refund(pledge.id, { amount: usd(6_001) })).toMatchObject({
    __typename: 'RefundTooLarge',
    left: { amount: 6_000 },
  })
  expect(await refund(pledge.id)).toMatchObject({ pledge: { state: 'REFUNDED' } })
  expect(await refund(pledge.id)).toMatchObject({ __typename: 'PledgeNotRefundable' })
  expect(await refundsOf(charge)).toMatchObject([
    { amount: 6_000, reason: null },
    { amount: 4_000, reason: 'requested_by_customer', metadata: { pledge_id: pledge.id } },
  ])
  await world.settled()
  expect(await world.rowOf(pledge.paymentId ?? '')).toMatchObject({ amount: 6_000n })
})

test('twenty at once with one key are one refund; another amount with it is a conflict', async () => {
  const { pledge, charge } = await paidPledge()
  const input = { amount: usd(1_000), idempotencyKey: 'one-refund' }
  await Promise.all(Array.from({ length: 20 }, () => refund(pledge.id, input)))
  expect(await refundsOf(charge)).toHaveLength(1)
  expect(await refund(pledge.id, { ...input, amount: usd(2_000) })).toMatchObject({
    __typename: 'IdempotencyConflict',
  })
})

test('two at once for all of it: Stripe gives it back once', async () => {
  const { pledge, charge } = await paidPledge()
  await Promise.all([refund(pledge.id), refund(pledge.id), refund(pledge.id)])
  expect(await refundsOf(charge)).toMatchObject([{ amount: 10_000 }])
  await world.settled()
  expect(await world.rowOf(pledge.paymentId ?? '')).toMatchObject({ state: 'REFUNDED' })
})

test('an answer of Stripe that was lost: the same key again gives back nothing more', async () => {
  const { pledge, charge } = await paidPledge()
  world.stripe.control.failNext({
    ...{ path: '/v1/refunds', method: 'POST', drop: true, served: true, times: 'always' },
  })
  const input = { amount: usd(1_000), idempotencyKey: `lost-${pledge.id}` }
  expect(await refund(pledge.id, input)).toMatchObject({ __typename: 'StripeUnavailable' })
  world.stripe.control.clearFailures()
  expect(await refund(pledge.id, input)).toMatchObject({ pledge: { amount: { amount: 9_000 } } })
  expect(await refundsOf(charge)).toHaveLength(1)
})

test('Stripe goes away between the refund and its booking: it is booked later', async () => {
  const { pledge } = await paidPledge()
  world.stripe.control.failNext({
    ...{ path: '/v1/payment_intents', method: 'GET', status: 500, times: 3 },
  })
  expect(await refund(pledge.id)).toMatchObject({ __typename: 'RefundPledgePayload' })
  world.stripe.control.clearFailures()
  await expect
    .poll(() => world.rowOf(pledge.paymentId ?? ''), { timeout: 15_000 })
    .toMatchObject({ state: 'REFUNDED' })
})

test('what is not paid, unknown, or under a chargeback is refused', async () => {
  const { issue } = await world.issue()
  const id = await world.intentIdFor(issue.id)
  await world.pledge(id)
  const unpaid = await world.rowOf(id)
  expect(await refund(unpaid.id)).toMatchObject({ __typename: 'PledgeNotFound' })
  expect(await refund(issue.id)).toMatchObject({ __typename: 'PledgeNotFound' })
  const { pledge, charge } = await paidPledge()
  await expect(refund(pledge.id, { amount: usd(0) })).rejects.toThrow('BAD_USER_INPUT')
  world.stripe.control.disputeCharge({ charge, amount: 4_000 })
  await world.settled()
  expect(await refund(pledge.id)).toMatchObject({ __typename: 'StripeRefused' })
})

test('what a bank took back and we have won is given back by staff; the pledge stays disputed', async () => {
  const { pledge, charge } = await paidPledge()
  const { control } = world.stripe
  control.winDispute({ id: control.disputeCharge({ charge }).id })
  await world.settled()
  const funding = async () => {
    const payment = await ledger.paymentOfPledge(world.app.ctx, pledge.id)
    return ledger.fundingOf(world.app.ctx, payment?.id ?? '')
  }
  expect(await world.rowOf(pledge.paymentId ?? '')).toMatchObject({ state: 'CHARGE_DISPUTED' })
  expect(await funding()).toMatchObject({ held: 10_000n, transfers: [] })
  expect(await refund(pledge.id, { amount: usd(4_000) })).toMatchObject({
    pledge: { state: 'CHARGE_DISPUTED', amount: { amount: 6_000 } },
  })
  expect(await refund(pledge.id)).toMatchObject({ pledge: { state: 'CHARGE_DISPUTED' } })
  expect(await funding()).toMatchObject({ held: 0n, left: 0n })
  expect(await refundsOf(charge)).toMatchObject([{ amount: 6_000 }, { amount: 4_000 }])
  expect(await refund(pledge.id)).toMatchObject({ __typename: 'PledgeNotRefundable' })
})

test('only staff may, and others learn nothing of it', async () => {
  const { pledge } = await paidPledge()
  const { headers } = await world.person({ organizationId: pledge.organizationId })
  await expect(refund(pledge.id, {}, headers)).rejects.toThrow('NOT_FOUND')
  await expect(refund(pledge.id, {}, {})).rejects.toThrow('UNAUTHENTICATED')
})
