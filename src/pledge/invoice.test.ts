import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Pledge, Prisma } from '#generated/prisma/client.ts'
import { encodeId } from '#lib/ids.ts'
import { createPledge, createStage, type Stage } from '../../test/backing.ts'
import { createUser } from '../../test/demo.ts'
import { startWithStripe, type TestStripeApp } from '../../test/stripe.ts'
import * as pledges from './service.ts'

let world: TestStripeApp
let stage: Stage

beforeAll(async () => {
  world = await startWithStripe({ STAFF: 'boss' })
})
afterAll(() => world.stop())
beforeEach(async () => {
  await world.settled()
  await world.app.empty('organization', '"user"')
  stage = await createStage(world.app.db)
  const data = { billingEmail: 'bills@example.com' }
  await world.app.db.organization.update({ where: { id: stage.backer.id }, data })
})

const promised = (data: Partial<Prisma.PledgeUncheckedCreateInput> = {}) =>
  createPledge(world.app.db, stage.issue, {
    type: 'PAY_ON_COMPLETION',
    ...('byUserId' in data ? {} : { byOrganizationId: stage.backer.id }),
    ...data,
  })

const confirm = async () => {
  const data = { state: 'CLOSED', confirmedSolvedAt: new Date() } as const
  await world.app.db.issue.update({ where: { id: stage.issue.id }, data })
}

const markPending = async () => {
  await world.app.ctx.transaction((tx) => pledges.markPending(tx, stage.issue.id))
  await world.settled()
}

const rowOf = ({ id }: Pledge) => world.app.db.pledge.findUniqueOrThrow({ where: { id } })

const invoices = async () => (await world.stripe.stripe.invoices.list({ limit: 100 })).data

const ofPledge = async ({ id }: Pledge) =>
  (await invoices()).filter(({ metadata }) => metadata?.pledge_id === id)

test('once the issue is solved an invoice goes out, and what is paid can be paid out at once', async () => {
  const pledge = await promised({ fee: 25n })
  await confirm()
  await markPending()
  const row = await rowOf(pledge)
  expect(row.state).toBe('CREATED')
  const [invoice, ...others] = await ofPledge(pledge)
  expect(others).toEqual([])
  expect(invoice).toMatchObject({
    ...{ status: 'open', amount_due: 5_025, currency: 'usd' },
    ...{ collection_method: 'send_invoice', customer_email: 'bills@example.com' },
    metadata: { type: 'pledge', pledge_id: pledge.id },
  })
  expect((invoice?.due_date ?? 0) - (invoice?.created ?? 0)).toBe(7 * 86_400)
  expect(row).toMatchObject({
    ...{ invoiceId: invoice?.id, hostedInvoiceUrl: invoice?.hosted_invoice_url },
    paymentId: expect.stringMatching(/^pi_/),
  })
  await fetch(`${row.hostedInvoiceUrl}`, {
    method: 'POST',
    body: new URLSearchParams({ card: 'pm_card_visa' }),
  })
  await world.settled()
  expect(await rowOf(pledge)).toMatchObject({
    ...{ state: 'PENDING', scheduledPayoutAt: null, amountReceived: 5_025n },
  })
})

test('a customer who was deleted at Stripe gets it all the same, as a new one', async () => {
  const first = await promised()
  await confirm()
  await markPending()
  const [{ customer: gone } = { customer: '' }] = await ofPledge(first)
  await world.stripe.stripe.customers.del(`${gone}`)
  const second = await promised()
  await markPending()
  const [invoice] = await ofPledge(second)
  expect(invoice).toMatchObject({ status: 'open', customer_email: 'bills@example.com' })
  expect(invoice?.customer).not.toBe(gone)
})

test('a person gets theirs at their own address', async () => {
  const payer = await createUser(world.app.db, { email: 'payer@example.com' })
  const pledge = await promised({ byUserId: payer.id })
  await confirm()
  await markPending()
  expect(await ofPledge(pledge)).toMatchObject([{ customer_email: 'payer@example.com' }])
})

test('an organization gets it where it wants its bills now', async () => {
  const first = await promised()
  await confirm()
  await markPending()
  const data = { billingEmail: 'new@example.com' }
  await world.app.db.organization.update({ where: { id: stage.backer.id }, data })
  const second = await promised()
  await markPending()
  expect(await ofPledge(first)).toMatchObject([{ customer_email: 'bills@example.com' }])
  expect(await ofPledge(second)).toMatchObject([{ customer_email: 'new@example.com' }])
})

test('again, and at the same time, there is one', async () => {
  const pledge = await promised()
  await confirm()
  // Stripe may have one of two come again; the other is done.
  await Promise.allSettled([1, 2].map(() => pledges.sendInvoice(world.app.ctx, pledge.id)))
  await markPending()
  await pledges.sendInvoice(world.app.ctx, pledge.id)
  expect(await ofPledge(pledge)).toHaveLength(1)
})

const cutOff = async (pledge: Pledge, path: string) => {
  const { control } = world.stripe
  control.failNext({ path, method: 'POST', drop: true, served: true, times: 6 })
  await expect(pledges.sendInvoice(world.app.ctx, pledge.id)).rejects.toThrow('Stripe is away')
  control.clearFailures()
}

test('answers that are lost on the way make no second one', async () => {
  const pledge = await promised()
  await confirm()
  await cutOff(pledge, '/v1/invoices')
  await cutOff(pledge, '/v1/invoiceitems')
  const { invoiceId } = await rowOf(pledge)
  await cutOff(pledge, `/v1/invoices/${invoiceId}/finalize`)
  await cutOff(pledge, `/v1/invoices/${invoiceId}/send`)
  expect((await rowOf(pledge)).hostedInvoiceUrl).toBeNull()
  await pledges.sendInvoice(world.app.ctx, pledge.id)
  expect(await ofPledge(pledge)).toMatchObject([{ status: 'open', amount_due: 5_000 }])
  expect((await rowOf(pledge)).hostedInvoiceUrl).not.toBeNull()
})

test('none is sent for what is disputed, refunded, paid upfront, or not solved', async () => {
  const early = await promised()
  await pledges.sendInvoice(world.app.ctx, early.id)
  expect(await ofPledge(early)).toEqual([])
  await world.app.db.pledge.update({ where: { id: early.id }, data: { state: 'DISPUTED' } })
  const refunded = await promised({ state: 'REFUNDED' })
  const upfront = await createPledge(world.app.db, stage.issue, { byUserId: stage.stranger.id })
  await confirm()
  await markPending()
  for (const pledge of [early, refunded, upfront]) {
    await pledges.sendInvoice(world.app.ctx, pledge.id)
    expect(await ofPledge(pledge)).toEqual([])
  }
})

describe('by hand', () => {
  type Outcome = { __typename: string; code?: string; pledge?: object }

  const send = async ({ id }: Pledge, user: { id: string }) => {
    const { cookie } = await world.app.signIn(user.id)
    const { data, errors } = await world.app.query<{ createPledgeInvoice: Outcome }, object>(
      `mutation ($input: CreatePledgeInvoiceInput!) { createPledgeInvoice(input: $input) {
        __typename ... on Error { code }
        ... on CreatePledgeInvoicePayload { pledge { hostedInvoiceUrl viewerCanSendInvoice } } } }`,
      { input: { pledgeId: encodeId('Pledge', id), idempotencyKey: `${id}/${user.id}` } },
      { cookie },
    )
    return data?.createPledgeInvoice ?? { __typename: `${errors?.[0]?.extensions.code}` }
  }

  test('payer and admins on both sides may, and staff; once', async () => {
    await confirm()
    const staff = await createUser(world.app.db, { login: 'boss' })
    for (const user of [stage.backerAdmin, stage.receiverAdmin, staff]) {
      const pledge = await promised()
      expect(await send(pledge, user)).toMatchObject({ pledge: { viewerCanSendInvoice: false } })
      expect((await send(pledge, user)).pledge).toBeDefined()
      expect(await ofPledge(pledge)).toMatchObject([{ status: 'open' }])
      const other = user === staff ? stage.backerAdmin : staff
      expect(await send(pledge, other)).toMatchObject({ __typename: 'PledgeNotInvoiceable' })
    }
    const own = await promised({ byUserId: stage.stranger.id })
    expect(await send(own, stage.stranger)).toMatchObject({
      pledge: { hostedInvoiceUrl: expect.stringContaining('http') },
    })
  })

  test('members may not, strangers find none', async () => {
    await confirm()
    const pledge = await promised()
    expect(await send(pledge, stage.backerMember)).toMatchObject({ __typename: 'NotYourPledge' })
    expect(await send(pledge, stage.receiverMember)).toMatchObject({ code: 'FORBIDDEN' })
    expect(await send(pledge, stage.stranger)).toMatchObject({ __typename: 'PledgeNotFound' })
  })

  test('not before the issue is solved, nor for another kind or state', async () => {
    const pledge = await promised()
    expect(await send(pledge, stage.receiverAdmin)).toMatchObject({
      ...{ __typename: 'PledgeNotInvoiceable', code: 'BAD_USER_INPUT' },
    })
    await confirm()
    const upfront = await createPledge(world.app.db, stage.issue)
    const disputed = await promised({ state: 'DISPUTED' })
    for (const other of [upfront, disputed]) {
      expect((await send(other, stage.receiverAdmin)).__typename).toBe('PledgeNotInvoiceable')
    }
  })

  test('says so where the organization has no address for its bills', async () => {
    await confirm()
    const data = { billingEmail: null }
    await world.app.db.organization.update({ where: { id: stage.backer.id }, data })
    const pledge = await promised()
    expect((await send(pledge, stage.receiverAdmin)).__typename).toBe('BillingEmailMissing')
  })

  test('says so where Stripe is away, and goes on from there', async () => {
    await confirm()
    const pledge = await promised()
    const { control } = world.stripe
    control.failNext({ path: '/v1/invoiceitems', status: 500, times: 'always' })
    expect(await send(pledge, stage.backerAdmin)).toMatchObject({ code: 'UNAVAILABLE' })
    control.clearFailures()
    expect((await send(pledge, stage.backerAdmin)).pledge).toBeDefined()
    expect(await ofPledge(pledge)).toMatchObject([{ amount_due: 5_000 }])
  })
})
