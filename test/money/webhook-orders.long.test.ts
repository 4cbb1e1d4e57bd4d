import { afterAll, beforeAll, expect, test } from 'vitest'
import * as ledger from '#ledger/service.ts'
import { decodeId } from '#lib/ids.ts'
import type { Event } from '../../sandbox/stripe/tables.ts'
import { booksOf } from './books.ts'
import { createCast } from './cast.ts'
import { act, lookUpAccount } from './door.ts'
import {
  chargeOf,
  confirm,
  make,
  openAndOnboard,
  payInBrowser,
  payInvoice,
  promise,
} from './journey.ts'
import { createNews } from './news.ts'
import { startQuietly } from './quiet.ts'
import { createRandom, type Random } from './random.ts'
import { allDone, deadJobs } from './work.ts'

const start = async () => {
  const quiet = await startQuietly()
  return { ...quiet, news: createNews(quiet.bank, quiet.app) }
}

let place: Awaited<ReturnType<typeof start>>
beforeAll(async () => {
  place = await start()
})
afterAll(() => place.stop())

const createPeople = async () => {
  const { app, stage } = place
  const cast = await createCast(app)
  const { admin, solver, helper, organization: organizationId } = cast
  const organization = await openAndOnboard(stage, admin, { organizationId })
  const accounts = {
    organization,
    solver: await openAndOnboard(stage, solver),
    helper: await openAndOnboard(stage, helper, { country: 'DE' }),
  }
  // These two come back from Stripe's pages to ours, the helper does not.
  for (const [who, { id: payoutAccountId }] of [
    [admin, accounts.organization],
    [solver, accounts.solver],
  ] as const) {
    await act(app, lookUpAccount, { payoutAccountId }, who)
  }
  return { cast, accounts }
}

type Step = () => Promise<void>

/** The first issue: paid upfront, split, paid out; then given back in every way but one. */
const firstIssue = async ({ cast, accounts }: People, next: Step) => {
  const { stage, bank } = place
  const [issueId] = cast.issues
  const intent = await payInBrowser(stage, { issueId, amount: 10_000 }, cast.backer)
  const first = await make(stage, intent, cast.backer)
  await next()
  await confirm(stage, { issueId, cast, solver: cast.solver })
  await next()
  bank.control.settleFunds()
  bank.control.payOut({ account: accounts.organization.stripeId, currency: 'usd' })
  await next()
  const another = await payInBrowser(stage, { issueId, amount: 20_001 }, cast.backer)
  const second = await make(stage, another, cast.backer)
  await next()
  const charge = await chargeOf(stage, intent)
  bank.control.refundCharge({ charge, amount: 4_000 })
  await next()
  const { id } = bank.control.disputeCharge({ charge, amount: 6_000 })
  await next()
  bank.control.winDispute({ id })
  await next()
  return [first, second] as const
}

/** The second issue: one pays on completion, another one closes the browser too early. */
const secondIssue = async ({ cast, accounts }: People, next: Step) => {
  const { stage, bank } = place
  const [, issueId] = cast.issues
  const promised = await promise(stage, { issueId, amount: 5_000 }, cast.backer)
  await confirm(stage, { issueId, cast, solver: cast.helper })
  await next()
  expect(await payInvoice(stage, promised)).toBe(true)
  await next()
  const stranger = { issueId, amount: 3_333, email: `${cast.helper.login}@example.org` }
  const paymentIntentId = await payInBrowser(stage, stranger)
  await next()
  const account = accounts.helper.stripeId
  bank.control.changeAccount({ account, payouts_enabled: false })
  bank.control.changeAccount({ account, payouts_enabled: true })
  await next()
  return { promised, paymentIntentId }
}

type People = Awaited<ReturnType<typeof createPeople>>

const payOutAll = ({ accounts }: People) => {
  const { control } = place.bank
  control.settleFunds()
  control.payOut({ account: accounts.organization.stripeId, currency: 'usd' })
  control.payOut({ account: accounts.solver.stripeId, currency: 'usd' })
  control.payOut({ account: accounts.helper.stripeId, currency: 'eur' })
}

/** A whole journey. `next` comes between its steps, `end` when Stripe has told all it has to. */
const journey = async (next: Step, end: Step) => {
  const people = await createPeople()
  await next()
  const [first, second] = await firstIssue(people, next)
  const { promised, paymentIntentId } = await secondIssue(people, next)
  await end()
  payOutAll(people)
  await end()
  const { db } = place.app
  const third = await db.pledge.findUniqueOrThrow({ where: { paymentId: paymentIntentId } })
  const { accounts } = people
  const rowId = (id: string) => decodeId(id).id
  const roles = new Map([
    [first, 'the first pledge'],
    [second, 'the second pledge'],
    [promised, 'the promise'],
    [third.id, 'the stranger'],
    [rowId(accounts.organization.id), 'the organization'],
    [rowId(accounts.solver.id), 'the solver'],
    [rowId(accounts.helper.id), 'the helper'],
  ])
  const pledges = await db.pledge.findMany({
    where: { id: { in: [...roles.keys()] } },
    select: { id: true, state: true, amount: true, amountReceived: true },
  })
  const states = pledges.map(
    ({ id, state, amount, amountReceived }) =>
      `${roles.get(id)}: ${state}, ${amount} of ${amountReceived}`,
  )
  return { books: await booksOf(db, roles), states: states.sort() }
}

/** Does what is due and tells what there is to tell, by turns, until nothing is left of either. */
const until = async (tell: (events: Event[]) => Promise<void>) => {
  const { news, app } = place
  for (;;) {
    await allDone(app)
    const events = news.latest()
    if (events.length === 0) return
    await tell(events)
  }
}

/** Webhooks come at once, each once. */
const inOrder = () => {
  const next = () =>
    until(async (events) => {
      for (const event of events) await place.news.tell(event)
    })
  return journey(next, next)
}

/** Webhooks are held back; in the end each comes 0 to 3 times in any order, then the missing ones. */
const anyhow = (random: Random) => {
  const { news, app } = place
  const end = () =>
    until(async (events) => {
      const tellRest = await news.tellAnyhow(events, random)
      await allDone(app)
      await tellRest()
    })
  return journey(() => allDone(app), end)
}

const orders = Number(process.env.MONEY_ORDERS ?? 40)

test('webhooks that come late, up to three times or never, in many orders: the same books', async () => {
  const expected = await inOrder()
  expect(expected).toMatchInlineSnapshot(`
    {
      "books": [
        "DISPUTE: BACKER_FUNDS of the first pledge 6000 usd, PROCESSOR_BALANCE -7500 usd, PROCESSOR_FEES 1500 usd",
        "DISPUTE_REVERSAL: BACKER_FUNDS of the first pledge -6000 usd, PROCESSOR_BALANCE 6000 usd",
        "PAYMENT: BACKER_FUNDS of the first pledge -10000 usd, PROCESSOR_BALANCE 9680 usd, PROCESSOR_FEES 320 usd",
        "PAYMENT: BACKER_FUNDS of the promise -5000 usd, PROCESSOR_BALANCE 4825 usd, PROCESSOR_FEES 175 usd",
        "PAYMENT: BACKER_FUNDS of the second pledge -20001 usd, PROCESSOR_BALANCE 19391 usd, PROCESSOR_FEES 610 usd",
        "PAYMENT: BACKER_FUNDS of the stranger -3333 usd, PROCESSOR_BALANCE 3206 usd, PROCESSOR_FEES 127 usd",
        "PAYOUT: CURRENCY_CONVERSION of the helper -2250 usd, CURRENCY_CONVERSION of the helper 2025 eur, PAYABLE of the helper 1350 usd, PAYABLE of the helper 900 usd, PAYEE_BALANCE of the helper -2025 eur",
        "PAYOUT: PAYABLE of the organization -2520 usd, PAYABLE of the organization -3780 usd, PAYABLE of the organization 12601 usd, PAYABLE of the organization 2100 usd, PAYABLE of the organization 3150 usd, PAYABLE of the organization 3780 usd, PAYEE_BALANCE of the organization -15331 usd",
        "PAYOUT: PAYABLE of the organization 6300 usd, PAYEE_BALANCE of the organization -6300 usd",
        "PAYOUT: PAYABLE of the solver -1080 usd, PAYABLE of the solver -1620 usd, PAYABLE of the solver 1620 usd, PAYABLE of the solver 2700 usd, PAYABLE of the solver 5400 usd, PAYEE_BALANCE of the solver -7020 usd",
        "REFUND: BACKER_FUNDS of the first pledge 4000 usd, PROCESSOR_BALANCE -4000 usd",
        "SETTLEMENT: CURRENCY_CONVERSION of the helper -1215 eur, CURRENCY_CONVERSION of the helper 1350 usd, PAYEE_BALANCE of the helper 1215 eur, PROCESSOR_BALANCE -1350 usd",
        "SETTLEMENT: CURRENCY_CONVERSION of the helper -810 eur, CURRENCY_CONVERSION of the helper 900 usd, PAYEE_BALANCE of the helper 810 eur, PROCESSOR_BALANCE -900 usd",
        "SETTLEMENT: PAYEE_BALANCE of the organization -2520 usd, PROCESSOR_BALANCE 2520 usd",
        "SETTLEMENT: PAYEE_BALANCE of the organization -3780 usd, PROCESSOR_BALANCE 3780 usd",
        "SETTLEMENT: PAYEE_BALANCE of the organization 12601 usd, PROCESSOR_BALANCE -12601 usd",
        "SETTLEMENT: PAYEE_BALANCE of the organization 2100 usd, PROCESSOR_BALANCE -2100 usd",
        "SETTLEMENT: PAYEE_BALANCE of the organization 3150 usd, PROCESSOR_BALANCE -3150 usd",
        "SETTLEMENT: PAYEE_BALANCE of the organization 3780 usd, PROCESSOR_BALANCE -3780 usd",
        "SETTLEMENT: PAYEE_BALANCE of the organization 6300 usd, PROCESSOR_BALANCE -6300 usd",
        "SETTLEMENT: PAYEE_BALANCE of the solver -1080 usd, PROCESSOR_BALANCE 1080 usd",
        "SETTLEMENT: PAYEE_BALANCE of the solver -1620 usd, PROCESSOR_BALANCE 1620 usd",
        "SETTLEMENT: PAYEE_BALANCE of the solver 1620 usd, PROCESSOR_BALANCE -1620 usd",
        "SETTLEMENT: PAYEE_BALANCE of the solver 2700 usd, PROCESSOR_BALANCE -2700 usd",
        "SETTLEMENT: PAYEE_BALANCE of the solver 5400 usd, PROCESSOR_BALANCE -5400 usd",
        "TRANSFER: BACKER_FUNDS of the first pledge 1800 usd, PAYABLE of the solver -1620 usd, PLATFORM_REVENUE -180 usd",
        "TRANSFER: BACKER_FUNDS of the first pledge 3000 usd, PAYABLE of the solver -2700 usd, PLATFORM_REVENUE -300 usd",
        "TRANSFER: BACKER_FUNDS of the first pledge 4200 usd, PAYABLE of the organization -3780 usd, PLATFORM_REVENUE -420 usd",
        "TRANSFER: BACKER_FUNDS of the first pledge 7000 usd, PAYABLE of the organization -6300 usd, PLATFORM_REVENUE -700 usd",
        "TRANSFER: BACKER_FUNDS of the promise 1500 usd, PAYABLE of the helper -1350 usd, PLATFORM_REVENUE -150 usd",
        "TRANSFER: BACKER_FUNDS of the promise 3500 usd, PAYABLE of the organization -3150 usd, PLATFORM_REVENUE -350 usd",
        "TRANSFER: BACKER_FUNDS of the second pledge 14001 usd, PAYABLE of the organization -12601 usd, PLATFORM_REVENUE -1400 usd",
        "TRANSFER: BACKER_FUNDS of the second pledge 6000 usd, PAYABLE of the solver -5400 usd, PLATFORM_REVENUE -600 usd",
        "TRANSFER: BACKER_FUNDS of the stranger 1000 usd, PAYABLE of the helper -900 usd, PLATFORM_REVENUE -100 usd",
        "TRANSFER: BACKER_FUNDS of the stranger 2333 usd, PAYABLE of the organization -2100 usd, PLATFORM_REVENUE -233 usd",
        "TRANSFER_REVERSAL: BACKER_FUNDS of the first pledge -1200 usd, PAYABLE of the solver 1080 usd, PLATFORM_REVENUE 120 usd",
        "TRANSFER_REVERSAL: BACKER_FUNDS of the first pledge -1800 usd, PAYABLE of the solver 1620 usd, PLATFORM_REVENUE 180 usd",
        "TRANSFER_REVERSAL: BACKER_FUNDS of the first pledge -2800 usd, PAYABLE of the organization 2520 usd, PLATFORM_REVENUE 280 usd",
        "TRANSFER_REVERSAL: BACKER_FUNDS of the first pledge -4200 usd, PAYABLE of the organization 3780 usd, PLATFORM_REVENUE 420 usd",
      ],
      "states": [
        "the first pledge: CHARGE_DISPUTED, 6000 of 10000",
        "the promise: PENDING, 5000 of 5000",
        "the second pledge: PENDING, 20001 of 20001",
        "the stranger: PENDING, 3333 of 3333",
      ],
    }
  `)
  for (let order = 1; order <= orders; order++) {
    expect(await anyhow(createRandom(order)), `order ${order}`).toEqual(expected)
  }
  expect(await ledger.faultsOf(place.app.ctx)).toEqual([])
  expect(await deadJobs(place.app)).toEqual([])
}, 900_000)
