import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
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
  const data = { state: 'CLOSED', confirmedSolvedAt: new Date() } as const
  await world.app.db.issue.update({ where: { id: stage.issue.id }, data })
})

const promised = () =>
  createPledge(world.app.db, stage.issue, {
    type: 'PAY_ON_COMPLETION',
    byUserId: stage.stranger.id,
  })

const markPending = async () => {
  await world.app.ctx.transaction((tx) => pledges.markPending(tx, stage.issue.id))
  await world.settled()
}

const rowOf = ({ id }: Pledge) => world.app.db.pledge.findUniqueOrThrow({ where: { id } })

/** The states of all invoices of a pledge at Stripe. */
const invoicesOf = async ({ id }: Pledge) =>
  (await world.stripe.stripe.invoices.list({ limit: 100 })).data
    .filter(({ metadata }) => metadata?.pledge_id === id)
    .map(({ status }) => status)

const by = async (
  mutation: 'disputePledge' | 'refundPledge',
  user: { id: string },
  input: object,
) => {
  const { cookie } = await world.app.signIn(user.id)
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}`
  return world.mutate(
    `mutation ($input: ${type}Input!) { ${mutation}(input: $input) {
      __typename ... on Error { message } ... on ${type}Payload { pledge { state } } } }`,
    input,
    { cookie },
  )
}

const objectTo = async ({ id }: Pledge) => {
  const input = { pledgeId: encodeId('Pledge', id), reason: 'It does not fly' }
  expect(await by('disputePledge', stage.stranger, input)).toMatchObject({
    pledge: { state: 'DISPUTED' },
  })
}

test('an invoice of a pledge that its payer objects to is void', async () => {
  const pledge = await promised()
  await markPending()
  const { paymentId, hostedInvoiceUrl } = await rowOf(pledge)
  expect(hostedInvoiceUrl).not.toBeNull()
  await objectTo(pledge)
  await world.settled()
  expect(await invoicesOf(pledge)).toEqual(['void'])
  expect(await rowOf(pledge)).toMatchObject({ state: 'DISPUTED', hostedInvoiceUrl: null })
  expect(() => world.stripe.control.payIntent({ id: `${paymentId}` })).toThrow()
})

/** Sends the invoice; answers once Stripe works on a step of it, and will for a while. */
const sendSlowly = async (pledge: Pledge, step: string) => {
  const { control, state } = world.stripe
  control.failNext({ path: step, method: 'POST', delayMs: 300, times: 1 })
  const sending = pledges.sendInvoice(world.app.ctx, pledge.id).catch(() => undefined)
  await expect.poll(() => state.failures.length).toBe(0)
  return { sending }
}

/** A pledge whose invoice is a draft: the answer to a later step was lost. */
const drafted = async () => {
  const pledge = await promised()
  const { control } = world.stripe
  control.failNext({ path: '/v1/invoiceitems', method: 'POST', status: 500, times: 'always' })
  await expect(pledges.sendInvoice(world.app.ctx, pledge.id)).rejects.toThrow('Stripe is away')
  control.clearFailures()
  return { pledge, path: `/v1/invoices/${(await rowOf(pledge)).invoiceId}` }
}

test.each(['', '/finalize', '/send'])(
  'who objects while Stripe is asked for an invoice (%s) has none to pay',
  async (step) => {
    const { pledge, path } = step
      ? await drafted()
      : { pledge: await promised(), path: '/v1/invoices' }
    const { sending } = await sendSlowly(pledge, `${path}${step}`)
    await objectTo(pledge)
    await sending
    await world.settled()
    for (const status of await invoicesOf(pledge)) expect(status).toBe('void')
    expect(await rowOf(pledge)).toMatchObject({ state: 'DISPUTED', hostedInvoiceUrl: null })
  },
)

test('what was paid before is held, paid out to nobody, and given back by staff', async () => {
  const pledge = await promised()
  await markPending()
  const { paymentId } = await rowOf(pledge)
  world.stripe.control.changeWebhooks({ isPaused: true })
  world.stripe.control.payIntent({ id: `${paymentId}` })
  await objectTo(pledge)
  world.stripe.control.changeWebhooks({ isPaused: false })
  await world.settled()
  expect(await invoicesOf(pledge)).toEqual(['paid'])
  expect(await rowOf(pledge)).toMatchObject({ state: 'DISPUTED', amountReceived: 5_000n })
  await rewards.payDue(world.app.ctx, pledge.id)
  const payment = await ledger.paymentOfPledge(world.app.ctx, pledge.id)
  expect(await ledger.fundingOf(world.app.ctx, payment?.id ?? '')).toMatchObject({
    ...{ held: 5_000n, transfers: [] },
  })
  const boss = await createUser(world.app.db, { login: 'boss' })
  const input = { pledgeId: encodeId('Pledge', pledge.id), idempotencyKey: 'back' }
  expect(await by('refundPledge', boss, input)).toMatchObject({ pledge: { state: 'REFUNDED' } })
})
