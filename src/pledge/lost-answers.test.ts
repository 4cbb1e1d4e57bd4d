import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as ledger from '#ledger/service.ts'
import { encodeId } from '#lib/ids.ts'
import { createUser } from '../../test/demo.ts'
import { type PledgesTest, startWithPledges, usd } from '../../test/pledges.ts'

// Stripe has done it, its answer is lost, and whoever asked tries again with the same key.

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

/** Does something while the answers to requests of one path are lost, though they are served. */
const unheard = async <Result>(path: string, work: () => Promise<Result>): Promise<Result> => {
  const { control } = world.stripe
  control.failNext({ path, exact: true, method: 'POST', drop: true, served: true, times: 'always' })
  const answer = await work()
  control.clearFailures()
  return answer
}

const unavailable = { __typename: 'StripeUnavailable' }

test.each([
  ['all of it', undefined, { state: 'REFUNDED' }],
  ['more than is left afterwards', 6_000, { amount: { amount: 4_000 } }],
])('a refund of %s happens once, and is answered as done', async (_what, amount, pledge) => {
  const { issue } = await world.issue()
  const paid = await world.paidFor(issue.id)
  await world.settled()
  const { id } = await world.rowOf(paid.id)
  const refund = () =>
    world.mutate(
      `mutation ($input: RefundPledgeInput!) {
        refundPledge(input: $input) {
          __typename ... on RefundPledgePayload { pledge { state amount { amount } } }
        }
      }`,
      {
        pledgeId: encodeId('Pledge', id),
        idempotencyKey: `${amount}`,
        ...(amount && { amount: usd(amount) }),
      },
      staff,
    )
  expect(await unheard('/v1/refunds', refund)).toEqual(unavailable)
  await world.settled()
  expect(await world.rowOf(paid.id)).toMatchObject({ refundedAt: expect.any(Date) })
  expect(await refund()).toMatchObject({ __typename: 'RefundPledgePayload', pledge })
  const { data } = await world.stripe.stripe.refunds.list({ charge: paid.charge })
  expect(data.map((refunded) => refunded.amount)).toEqual([amount ?? 10_000])
})

test('a payment happens once, and is answered as paid', async () => {
  const { issue } = await world.issue()
  const paymentIntentId = await world.intentIdFor(issue.id)
  const pay = (idempotencyKey: string) =>
    world.mutate(
      `mutation ($input: PayPledgePaymentIntentInput!) {
        payPledgePaymentIntent(input: $input) {
          __typename ... on PayPledgePaymentIntentPayload { status }
        }
      }`,
      {
        ...{ paymentIntentId, clientSecret: world.secretOf(paymentIntentId) },
        ...{ paymentMethodId: 'pm_card_visa', idempotencyKey },
      },
    )
  const path = `/v1/payment_intents/${paymentIntentId}/confirm`
  expect(await unheard(path, () => pay('the-first-payment'))).toEqual(unavailable)
  expect(await pay('the-first-payment')).toMatchObject({ status: 'SUCCEEDED' })
  expect(await pay('the-second-payment')).toEqual({ __typename: 'PaymentIntentNotUpdatable' })
})

test('an intent is found again, whatever has become of the title of its issue', async () => {
  const { issue } = await world.issue()
  const begin = () =>
    world.intentFor(issue.id, {
      paymentMethodId: 'pm_card_visa',
      idempotencyKey: 'begin-the-payment',
    })
  expect(await unheard('/v1/payment_intents', begin)).toMatchObject(unavailable)
  await world.app.db.issue.update({ where: { id: issue.id }, data: { title: 'Another title' } })
  const { paymentIntentId, status } = await begin()
  expect(status).toBe('SUCCEEDED')
  expect(await begin()).toMatchObject({ paymentIntentId })
  await world.settled()
  const pledges = await world.app.db.pledge.findMany({ where: { issueId: issue.id } })
  expect(pledges.map(({ paymentId }) => paymentId)).toEqual([paymentIntentId])
})
