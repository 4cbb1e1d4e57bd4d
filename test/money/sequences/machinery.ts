import { type Action, paid, partOf, pick } from './choose.ts'
import { observe } from './observe.ts'
import { confirm } from './people.ts'
import {
  deliver,
  endTimeToObject,
  sweep,
  tellNewest,
  work,
  workDue,
  workTogether,
} from './steps.ts'
import type { World } from './world.ts'

/** A payer's bank takes the money back. */
const dispute: Action = async (world, { which, share, how }) => {
  const free = paid(world).filter(({ left, dispute: known }) => left > 0n && !known)
  const found = pick(free, which)
  if (!found) return
  const amount = how < 0.7 ? found.left : partOf(found.left, share)
  world.house.bank.control.disputeCharge({ charge: found.charge, amount: Number(amount) })
  await observe(world)
}

const openDisputes = (world: World) =>
  paid(world).flatMap(({ dispute: known }) => (known?.status === 'needs_response' ? [known] : []))

const win: Action = async (world, { which }) => {
  const found = pick(openDisputes(world), which)
  if (!found) return
  world.house.bank.control.winDispute({ id: found.id })
  await observe(world)
}

const lose: Action = async (world, { which }) => {
  const found = pick(openDisputes(world), which)
  if (found) world.house.bank.control.loseDispute({ id: found.id })
}

/** Stripe pays a receiver what has arrived; some payouts take their time. */
const payout: Action = async ({ house, place }, { which, how }) => {
  const { bank } = house
  const account = pick(place.receivers, which)?.stripeId
  if (!account) return
  const { payouts } = bank.books(account)
  const pending = [...payouts.values()].find(({ status }) => status === 'pending')
  if (pending) {
    bank.control.payPayout({ account, id: pending.id })
    return
  }
  bank.control.settleFunds()
  if (bank.balanceOf(account) <= 0n) return
  const currency = bank.books().accounts.get(account)?.default_currency ?? ''
  bank.control.payOut({ account, currency, arrives: how < 0.7 })
}

/** A receiver's account becomes ready, or may not receive for a time. */
const turn: Action = async ({ house, place }, { which, share }) => {
  const account = pick(place.receivers, which)?.stripeId
  if (!account) return
  house.bank.control.onboard({ account, outcome: share < 0.8 ? 'complete' : 'restricted' })
}

const repeat = async (share: number, most: number, once: () => Promise<unknown>) => {
  const times = 1 + Math.floor(share * most)
  for (let time = 0; time < times; time++) await once()
}

/** Stripe tells of some of what happened, in any order. */
const tell: Action = (world, { which, share, how }) =>
  repeat(share, 5, async () => {
    world.waiting.push(...world.house.bank.news())
    const telling = pick(world.waiting, which)
    if (telling) await deliver(world, telling, { isHttp: how > 0.95 })
  })

/** Stripe tells once more of something. */
const replay: Action = async (world, { which, how }) => {
  const telling = pick(world.told, which)
  if (telling) await deliver(world, telling, { isHttp: how > 0.9 })
}

/** Some of the jobs that are due are done, in any order, now and then two at the same time. */
const labour: Action = (world, { which, share, how }) =>
  repeat(share, 3, async () => {
    const due = await world.house.jobs.due()
    const [one, other] = [pick(due, which), pick(due, how)]
    if (!one || !other) return
    if (one !== other && how > 0.7 && !world.crash) await workTogether(world, [one, other])
    else await work(world, one)
  })

/** The rounds that look after what was forgotten. */
const round: Action = async (world, { which }) => {
  await sweep(world, pick(['reward.pay_all_due', 'payout.resend_unsettled'], which) ?? '')
}

/** Time passes, so that what was put off is tried again; now and then too little to be paid. */
const wait: Action = async (world, { how }) => {
  if (how < 0.8) await endTimeToObject(world)
  await world.house.jobs.hasten()
}

/** All goes well for once: what is due to receivers is sent to them. */
const transfer: Action = async (world, choice) => {
  if (!world.model.weights) await confirm(world, choice)
  await tellNewest(world)
  await workDue(world)
  // What comes too early does nothing.
  if (choice.how < 0.5) await world.house.jobs.hasten('reward.pay_due')
  await workDue(world)
  await endTimeToObject(world)
  await workDue(world)
}

/** One of the next processes ends on its way, at a commit or at a request to Stripe. */
const crash: Action = async (world, { which, share, how }) => {
  const at = how < 0.5 ? 'commit' : 'request'
  const [nth, isDone] = [Math.floor(which * (at === 'commit' ? 2 : 4)), (how * 10) % 1 < 0.5]
  world.crash = { at, nth, isDone, spares: Math.floor(share * 8) }
}

/** What banks, Stripe, time and our own processes do. */
export const machinesActions = {
  ...{ dispute, win, lose, payout, turn, tell, replay, labour, round, wait, transfer, crash },
}
