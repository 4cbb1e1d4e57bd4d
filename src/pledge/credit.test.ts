import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as customers from '#customer/service.ts'
import type { Pledge } from '#generated/prisma/client.ts'
import * as ledger from '#ledger/service.ts'
import { encodeId } from '#lib/ids.ts'
import * as rewards from '#reward/service.ts'
import { createPledge, createStage, type Stage } from '../../test/backing.ts'
import { createUser } from '../../test/demo.ts'
import { type PledgesTest, startWithPledges } from '../../test/pledges.ts'
import * as pledges from './service.ts'

let world: PledgesTest
let stage: Stage

beforeAll(async () => {
  world = await startWithPledges({ STAFF: 'boss' })
})
afterAll(async () => {
  expect(await ledger.faultsOf(world.app.ctx)).toEqual([])
  await world.stop()
})
beforeEach(async () => {
  await world.settled()
  await world.app.empty('organization', '"user"')
  stage = await createStage(world.app.db)
  await world.app.db.organization.update({
    where: { id: stage.backer.id },
    data: { billingEmail: 'bills@example.com' },
  })
})

/** A pledge of 5000 on completion, invoiced: the payer had so much to their credit, or owed it. */
const invoicedWith = async (credit: number) => {
  const { stripe } = world.stripe
  const customer = await customers.ofOrganization(world.app.ctx, stage.backer.id)
  await stripe.customers.createBalanceTransaction(customer, { amount: -credit, currency: 'usd' })
  const pledge = await createPledge(world.app.db, stage.issue, {
    ...{ type: 'PAY_ON_COMPLETION', byOrganizationId: stage.backer.id },
  })
  await world.app.db.issue.update({
    where: { id: stage.issue.id },
    data: { confirmedSolvedAt: new Date() },
  })
  await world.app.ctx.transaction((tx) => pledges.markPending(tx, stage.issue.id))
  await world.settled()
  return pledge
}

const rowOf = ({ id }: Pledge) => world.app.db.pledge.findUniqueOrThrow({ where: { id } })

const fundingOf = async ({ id }: Pledge) => {
  const payment = await ledger.paymentOfPledge(world.app.ctx, id)
  return ledger.fundingOf(world.app.ctx, payment?.id ?? '')
}

const inBooks = async (kind: 'PROCESSOR_BALANCE' | 'PLATFORM_REVENUE') => {
  const owner = kind === 'PROCESSOR_BALANCE' ? 'stripe' : 'platform'
  return ledger.balanceOf(world.app.ctx, { kind, owner, currency: 'usd' })
}

/** What a change of the books adds to what we have at Stripe, and to what is ours. */
const addedBy = async (work: () => Promise<Pledge>) => {
  const [atStripe, ours] = [await inBooks('PROCESSOR_BALANCE'), await inBooks('PLATFORM_REVENUE')]
  const pledge = await work()
  return {
    pledge,
    atStripe: (await inBooks('PROCESSOR_BALANCE')) - atStripe,
    ours: (await inBooks('PLATFORM_REVENUE')) - ours,
  }
}

const pay = async (pledge: Pledge) => {
  const { paymentId } = await rowOf(pledge)
  world.stripe.control.payIntent({ id: `${paymentId}`, card: 'pm_card_bypassPending' })
  await world.settled()
  return pledge
}

/** The organization of the issue gets all of it, into its account at Stripe. */
const payOut = async (pledge: Pledge) => {
  const { stripe, control } = world.stripe
  const { id: stripeId } = await stripe.accounts.create({
    ...{ type: 'express', country: 'US' },
    capabilities: { transfers: { requested: true } },
  })
  control.onboard({ account: stripeId })
  const owner = { organizationId: stage.receiver.id, adminId: stage.receiverAdmin.id }
  await world.app.db.payoutAccount.create({
    data: { type: 'STRIPE', status: 'ACTIVE', stripeId, country: 'US', ...owner },
  })
  const issueReward = await world.app.db.issueReward.create({
    data: {
      ...{ issueId: stage.issue.id, organizationId: stage.receiver.id, shareThousands: 1_000 },
    },
  })
  await world.app.db.reward.create({
    data: { pledgeId: pledge.id, issueRewardId: issueReward.id },
  })
  await rewards.payDue(world.app.ctx, pledge.id)
  await world.settled()
  return (await stripe.transfers.list({ destination: stripeId })).data
}

test('an invoice that credit pays in full: the pledge is due, out of what is ours', async () => {
  const { pledge, atStripe, ours } = await addedBy(() => invoicedWith(6_000))
  expect(await rowOf(pledge)).toMatchObject({
    ...{ state: 'PENDING', amountReceived: 5_000n, scheduledPayoutAt: null, paymentId: null },
    hostedInvoiceUrl: expect.any(String),
  })
  expect({ atStripe, ours }).toEqual({ atStripe: 0n, ours: -5_000n })
  expect(await fundingOf(pledge)).toMatchObject({ held: 5_000n, left: 5_000n, credit: 5_000n })
  const { invoiceId } = await rowOf(pledge)
  expect(await pledges.reconcileCredited(world.app.ctx, `${invoiceId}`)).toBe(true)
  expect(await fundingOf(pledge)).toMatchObject({ held: 5_000n })
})

test('what credit has paid is paid out, of what we have at Stripe', async () => {
  const pledge = await invoicedWith(5_000)
  const { stripe } = world.stripe
  const payment = { currency: 'usd', payment_method: 'pm_card_bypassPending', confirm: true }
  await stripe.paymentIntents.create({
    ...{ ...payment, amount: 100_000, allowed_payment_method_types: ['card'] },
  })
  expect(await payOut(pledge)).toMatchObject([{ amount: 4_500, source_transaction: null }])
  const ledgerOfIssue = await world.app.query(
    `query ($id: ID!) { node(id: $id) { ... on Issue { ledger {
      funded { amount } held { amount } paidOut { amount } platformFees { amount } } } } }`,
    { id: encodeId('Issue', stage.issue.id) },
  )
  expect(ledgerOfIssue.data).toMatchObject({
    node: {
      ledger: {
        ...{ funded: { amount: 5_000 }, held: { amount: 0 } },
        ...{ paidOut: { amount: 4_500 }, platformFees: { amount: 500 } },
      },
    },
  })
})

test('credit that pays a part: charge and credit together; only the charge can be refunded', async () => {
  const { pledge, atStripe, ours } = await addedBy(async () => pay(await invoicedWith(2_000)))
  expect(await rowOf(pledge)).toMatchObject({ state: 'PENDING', amountReceived: 5_000n })
  // 2.9 % and 30 of 3000 are Stripe's.
  expect({ atStripe, ours }).toEqual({ atStripe: 3_000n - 117n, ours: -2_000n })
  const boss = await createUser(world.app.db, { login: 'boss' })
  const answer = await world.mutate(
    `mutation ($input: RefundPledgeInput!) { refundPledge(input: $input) {
      __typename ... on RefundPledgePayload { pledge { state amount { amount } } } } }`,
    { pledgeId: encodeId('Pledge', pledge.id), idempotencyKey: 'all' },
    { cookie: (await world.app.signIn(boss.id)).cookie },
  )
  expect(answer).toMatchObject({ pledge: { state: 'PENDING', amount: { amount: 2_000 } } })
  expect(await payOut(pledge)).toMatchObject([{ amount: 1_800, source_transaction: null }])
})

test('what the payer owed us comes with the charge, and is not the pledge’s', async () => {
  const { pledge, atStripe, ours } = await addedBy(async () => pay(await invoicedWith(-1_000)))
  expect(await rowOf(pledge)).toMatchObject({ state: 'PENDING', amountReceived: 5_000n })
  expect({ atStripe, ours }).toEqual({ atStripe: 6_000n - 204n, ours: 1_000n })
  expect(await fundingOf(pledge)).toMatchObject({ held: 5_000n })
  expect(await payOut(pledge)).toMatchObject([
    { amount: 4_500, source_transaction: expect.any(String) },
  ])
})

test('who objects to what credit has paid: it is held', async () => {
  world.stripe.control.changeWebhooks({ isPaused: true })
  const customer = await customers.ofUser(world.app.ctx, stage.stranger.id)
  await world.stripe.stripe.customers.createBalanceTransaction(customer, {
    ...{ amount: -5_000, currency: 'usd' },
  })
  const pledge = await createPledge(world.app.db, stage.issue, {
    ...{ type: 'PAY_ON_COMPLETION', byUserId: stage.stranger.id, state: 'DISPUTED' },
  })
  const { invoices, invoiceItems } = world.stripe.stripe
  const { id } = await invoices.create({
    ...{ customer, collection_method: 'send_invoice', days_until_due: 7 },
    metadata: { type: 'pledge', pledge_id: pledge.id },
  })
  await invoiceItems.create({ customer, invoice: id, amount: 5_000, currency: 'usd' })
  await invoices.finalizeInvoice(id)
  world.stripe.control.changeWebhooks({ isPaused: false })
  await world.settled()
  expect(await rowOf(pledge)).toMatchObject({ state: 'DISPUTED', amountReceived: 5_000n })
  expect(await payOut(pledge)).toEqual([])
  expect(await fundingOf(pledge)).toMatchObject({ held: 5_000n })
})
