import Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TryLater } from '#lib/jobs.ts'
import { webhookSecret } from '../../sandbox/stripe/testing.ts'
import { createIssue, createOrganization, createRepository } from '../../test/demo.ts'
import { startWithStripe, type TestStripeApp } from '../../test/stripe.ts'
import { platformEvents } from './events.ts'
import * as webhooks from './service.ts'

let setting: TestStripeApp
let issueId = ''
let customer = ''

beforeAll(async () => {
  setting = await startWithStripe()
  const { db } = setting.app
  const { id: organizationId } = await createOrganization(db)
  const { id: repositoryId } = await createRepository(db, { organizationId })
  issueId = (await createIssue(db, { organizationId, repositoryId, number: 1 })).id
  const { customers } = setting.stripe.stripe
  customer = (await customers.create({ email: 'backer@example.com' })).id
})
afterAll(() => setting.stop())

const intentOf = (metadata: Record<string, string> = { type: 'pledge', issue_id: issueId }) =>
  setting.stripe.stripe.paymentIntents.create({ amount: 10_000, currency: 'usd', metadata })

const chargeOf = ({ latest_charge }: Stripe.PaymentIntent) => `${latest_charge}`

/** An upfront pledge of 100 dollars: 40 go back, 10 more fail to; the bank asks for 60, in vain. */
const journey = async () => {
  const { control } = setting.stripe
  const { id } = await intentOf()
  await control.payIntent({ id, card: 'pm_card_chargeDeclined' })
  const charge = chargeOf(await control.payIntent({ id }))
  await control.refundCharge({ charge, amount: 4_000 })
  const { id: failed } = await control.refundCharge({ charge, amount: 1_000 })
  await control.failRefund({ id: failed })
  const dispute = await control.disputeCharge({ charge, amount: 6_000 })
  await control.winDispute({ id: dispute.id })
  return id
}

const afterJourney = { state: 'CHARGE_DISPUTED', amount: 6_000n, amountReceived: 10_000n }

const bookedFor = async (paymentId: string) => {
  const pledge = await setting.app.db.pledge.findUniqueOrThrow({ where: { paymentId } })
  const rows = await setting.app.db.ledgerTransaction.findMany({
    where: { pledgeId: pledge.id },
    orderBy: { id: 'asc' },
  })
  return { pledge, kinds: rows.map(({ kind }) => kind) }
}

const kindsAfterJourney = ['PAYMENT', 'REFUND', 'DISPUTE', 'DISPUTE_REVERSAL']

/** What Stripe tells of an intent, as it would be sent. */
const eventAbout = async (intentId: string, type: string) => {
  for await (const event of setting.stripe.stripe.events.list({ type, limit: 100 })) {
    const object = event.data.object as { id: string; payment_intent?: string }
    if (object.id === intentId || object.payment_intent === intentId) return event
  }
  throw new Error(`There is no ${type} of ${intentId}`)
}

const deliver = async (event: Stripe.Event) => {
  const payload = JSON.stringify(event)
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: webhookSecret })
  const response = await setting.app.post('/webhooks/stripe', payload, {
    'stripe-signature': signature,
  })
  return (await response.json()) as { status: string }
}

/** An event as it is stored when it came, without a job. */
const storeOnly = async ({ id, type, created, ...rest }: Stripe.Event) => {
  await setting.app.db.stripeEvent.create({
    data: {
      id,
      type,
      happenedAt: new Date(created * 1_000),
      payload: { id, type, ...rest } as object,
    },
  })
  return id
}

const storedAs = (id: string) => setting.app.db.stripeEvent.findUniqueOrThrow({ where: { id } })

const deadJobs = () => setting.app.app.queue.boss.findJobs('dead')

describe('payments', () => {
  const types = Object.keys(platformEvents).filter((type) => !type.startsWith('invoice.'))

  test('any one event of a payment is enough; all the others change nothing, in any order', async () => {
    const { control } = setting.stripe
    await control.changeWebhooks({ isPaused: true })
    const intents = new Map<string, string>()
    for (const type of types) intents.set(type, await journey())
    for (const [type, intent] of intents) {
      const event = await eventAbout(intent, type)
      expect(await deliver(event), type).toMatchObject({ status: 'queued' })
      await setting.settled()
      expect(await storedAs(event.id), type).toMatchObject({ status: 'PROCESSED' })
      const { pledge, kinds } = await bookedFor(intent)
      expect(pledge, type).toMatchObject(afterJourney)
      expect(kinds, type).toEqual(kindsAfterJourney)
    }
    await control.changeWebhooks({ isPaused: false, isShuffled: true })
    await setting.settled()
    await control.changeWebhooks({ isShuffled: false })
    for (const intent of intents.values()) {
      const { pledge, kinds } = await bookedFor(intent)
      expect(pledge).toMatchObject(afterJourney)
      expect(kinds).toEqual(kindsAfterJourney)
    }
    expect(await setting.app.db.stripeEvent.count({ where: { status: 'RECEIVED' } })).toBe(0)
    expect(await deadJobs()).toEqual([])
  }, 60_000)

  test('of something else than a pledge, they change nothing', async () => {
    const { control } = setting.stripe
    const { id } = await intentOf({})
    await control.payIntent({ id })
    await setting.settled()
    const event = await eventAbout(id, 'charge.succeeded')
    expect(await storedAs(event.id)).toMatchObject({ status: 'PROCESSED' })
    expect(await setting.app.db.pledge.findUnique({ where: { paymentId: id } })).toBeNull()
  })
})

describe('invoices', () => {
  const promise = async () => {
    const issue = await setting.app.db.issue.findUniqueOrThrow({ where: { id: issueId } })
    const { repositoryId, organizationId } = issue
    return setting.app.db.pledge.create({
      data: {
        ...{ issueId, repositoryId, organizationId, amount: 5_000n },
        ...{ type: 'PAY_ON_COMPLETION', state: 'CREATED' },
      },
    })
  }

  const invoice = async (metadata: Record<string, string>) => {
    const { invoices, invoiceItems } = setting.stripe.stripe
    const { id } = await invoices.create({
      ...{ customer, collection_method: 'send_invoice', days_until_due: 7, metadata },
    })
    await invoiceItems.create({ customer, invoice: `${id}`, amount: 5_000, currency: 'usd' })
    await invoices.sendInvoice(`${id}`)
    return `${id}`
  }

  test('one that is paid makes its pledge due, by this event alone', async () => {
    const { control, stripe } = setting.stripe
    await control.changeWebhooks({ isPaused: true })
    const { id: pledgeId } = await promise()
    const id = await invoice({ type: 'pledge', pledge_id: pledgeId })
    await stripe.invoices.pay(id, { payment_method: 'pm_card_visa' })
    const event = await eventAbout(id, 'invoice.paid')
    await deliver(event)
    await setting.settled()
    expect(await storedAs(event.id)).toMatchObject({ status: 'PROCESSED' })
    const { payments } = await stripe.invoices.retrieve(id, { expand: ['payments'] })
    const paymentId = payments?.data[0]?.payment.payment_intent
    expect(await bookedFor(`${paymentId}`)).toMatchObject({
      pledge: { id: pledgeId, state: 'PENDING', invoiceId: id, amountReceived: 5_000n },
      kinds: ['PAYMENT'],
    })
    await control.changeWebhooks({ isPaused: false })
  })

  test('one that is not paid, or taken back, leaves its pledge as it is', async () => {
    const { control, stripe } = setting.stripe
    const before = await promise()
    const id = await invoice({ type: 'pledge', pledge_id: before.id })
    await stripe.invoices
      .pay(id, { payment_method: 'pm_card_chargeDeclined' })
      .catch(() => undefined)
    await stripe.invoices.voidInvoice(id)
    await control.settleWebhooks()
    await setting.settled()
    for (const type of ['invoice.payment_failed', 'invoice.voided']) {
      const { id: eventId } = await eventAbout(id, type)
      expect(await storedAs(eventId), type).toMatchObject({ status: 'PROCESSED' })
    }
    const { state, amountReceived } = await setting.app.db.pledge.findUniqueOrThrow({
      where: { id: before.id },
    })
    expect({ state, amountReceived }).toEqual({ state: 'CREATED', amountReceived: null })
  })

  test('one of something else is ignored', async () => {
    const id = await invoice({})
    await setting.stripe.stripe.invoices.pay(id, { payment_method: 'pm_card_visa' })
    await setting.settled()
    const event = await eventAbout(id, 'invoice.paid')
    expect(await storedAs(event.id)).toMatchObject({
      status: 'IGNORED',
      reason: 'It belongs to no pledge',
      processedAt: expect.any(Date),
    })
  })
})

describe('a job', () => {
  const paid = async () => {
    await setting.stripe.control.changeWebhooks({ isPaused: true })
    const { id } = await intentOf()
    await setting.stripe.control.payIntent({ id })
    return { id, event: await eventAbout(id, 'charge.succeeded') }
  }

  test('is postponed while Stripe is away, and does its work afterwards', async () => {
    const { control } = setting.stripe
    const { id, event } = await paid()
    await storeOnly(event)
    await control.failNext({ path: '/v1/payment_intents', status: 500, times: 'always' })
    await expect(webhooks.process(setting.app.ctx, event.id)).rejects.toThrow(TryLater)
    expect(await storedAs(event.id)).toMatchObject({ status: 'RECEIVED', processedAt: null })
    await control.clearFailures()
    await webhooks.process(setting.app.ctx, event.id)
    expect((await bookedFor(id)).kinds).toEqual(['PAYMENT'])
  })

  test('that ended before the event was marked does no harm when it runs again', async () => {
    const { id, event } = await paid()
    await storeOnly(event)
    await webhooks.process(setting.app.ctx, event.id)
    await setting.app.db.stripeEvent.update({
      where: { id: event.id },
      data: { status: 'RECEIVED' },
    })
    await Promise.all([1, 2, 3].map(() => webhooks.process(setting.app.ctx, event.id)))
    expect(await storedAs(event.id)).toMatchObject({ status: 'PROCESSED' })
    expect((await bookedFor(id)).kinds).toEqual(['PAYMENT'])
  })

  test('asks nothing once the event is done', async () => {
    const { event } = await paid()
    await storeOnly(event)
    await webhooks.process(setting.app.ctx, event.id)
    const asked = setting.stripe.state.requests.length
    await webhooks.process(setting.app.ctx, event.id)
    expect(setting.stripe.state.requests.length).toBe(asked)
  })

  test('whose event has another shape fails, and leaves the event as it came', async () => {
    const { event } = await paid()
    const data = { object: { id: 7 } } as unknown as Stripe.Event.Data
    const id = await storeOnly({ ...event, type: 'payment_intent.succeeded', data } as Stripe.Event)
    await expect(webhooks.process(setting.app.ctx, id)).rejects.toThrow('expected string')
    expect(await storedAs(id)).toMatchObject({ status: 'RECEIVED' })
  })

  test('of a type that is no longer acted on is ignored', async () => {
    const { event } = await paid()
    const id = await storeOnly({ ...event, type: 'customer.created' } as Stripe.Event)
    await webhooks.process(setting.app.ctx, id)
    expect(await storedAs(id)).toMatchObject({
      status: 'IGNORED',
      reason: 'Its kind is no longer acted on',
    })
  })

  test('is not made for an event of the other mode', async () => {
    const { event } = await paid()
    expect(await deliver({ ...event, livemode: true })).toMatchObject({ status: 'ignored' })
    expect((await storedAs(event.id)).reason).toBe('It is of live mode, and our key is not')
  })
})
