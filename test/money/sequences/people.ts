import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import * as pledges from '#pledge/service.ts'
import * as rewards from '#reward/service.ts'
import {
  type Action,
  amountOf,
  intents,
  modelOf,
  paid,
  partOf,
  payerOf,
  pick,
  unpaid,
  upfront,
} from './choose.ts'
import { confirmOverHttp, createIntentOverHttp } from './doors.ts'
import { createPledge } from './model.ts'
import { observe } from './observe.ts'
import { step } from './steps.ts'
import type { Asking, World } from './world.ts'

const mostPledges = 3

const isFull = ({ entries }: World) => entries.length >= mostPledges

/** A process that ended has freed its keys when their time is over. */
const forgetLeases = ({ house }: World) =>
  house.app.db.idempotencyKey.updateMany({ data: { lockedUntil: null } })

/**
 * Asks for money to move, of which `count` tells how often it has. Who gets no answer may ask again
 * with the same key.
 */
const askFor = async (world: World, asking: Omit<Asking, 'isMade'>, wasMade = false) => {
  const before = asking.count()
  const outcome = await step(world, asking.viewer, asking.work)
  const isMade = wasMade || asking.count() > before
  if (outcome === 'crashed') world.unanswered.push({ ...asking, isMade })
  return { outcome, times: asking.count() - before }
}

/** Asks again: what was made is answered for, and is not made twice. */
const again: Action = async (world, { which }) => {
  const asking = pick(world.unanswered, which)
  if (!asking) return
  world.unanswered = world.unanswered.filter((other) => other !== asking)
  await forgetLeases(world)
  const { outcome, times } = await askFor(world, asking, asking.isMade)
  if (asking.isMade) expect(times).toBe(0)
  if (asking.isMade && outcome !== 'crashed') expect(outcome).toBe('done')
}

/** Somebody begins to pay upfront; asks again with the same key if nobody answered. */
const pledge: Action = async (world, { share, how }) => {
  if (isFull(world)) return
  const { place, entries, model, house } = world
  const isAnonymous = how < 0.3
  const asked = amountOf(share)
  const email = isAnonymous ? place.stranger : null
  const input = { issueId: place.issueId, amount: asked, email, idempotencyKey: randomUUID() }
  let intentId: string | null = null
  const before = intents(world).size
  const begin = () =>
    step(world, payerOf(world, { isAnonymous }), async (ctx) => {
      intentId =
        how > 0.95
          ? await createIntentOverHttp(house, place, input)
          : (await pledges.createPaymentIntent(ctx, input)).id
    })
  for (let outcome = await begin(); outcome !== 'done'; outcome = await begin()) {
    if (outcome !== 'crashed') throw new Error(`Pledging is ${outcome}`)
    await forgetLeases(world)
  }
  expect(intents(world).size).toBe(before + 1)
  entries.push({ intentId, pledgeId: null, asked, isAnonymous, isObjected: false })
  model.pledges.push(createPledge(asked, false))
}

/** Somebody promises to pay when the issue is solved. */
const promise: Action = async (world, { share }) => {
  if (isFull(world)) return
  const input = { issueId: world.place.issueId, amount: amountOf(share) }
  await step(world, world.place.backer, (ctx) =>
    pledges.createOnCompletion(ctx, { ...input, idempotencyKey: randomUUID() }),
  )
}

/** Something is paid, at Stripe or through us; where there is nothing to pay, somebody begins. */
const pay: Action = async (world, choice) => {
  const { which, share, how } = choice
  if (unpaid(world).length === 0) await pledge(world, choice)
  const found = pick(unpaid(world), which)
  if (!found) return
  const { entry, intent } = found
  const card = share < 0.3 ? 'pm_card_bypassPending' : 'pm_card_visa'
  if (how < 0.5 || modelOf(world, entry).isOnCompletion) {
    world.house.bank.control.payIntent({ id: intent.id, card })
    return observe(world)
  }
  const own = { paymentIntentId: intent.id, clientSecret: intent.client_secret }
  const input = { ...own, paymentMethodId: card, idempotencyKey: randomUUID() }
  await askFor(world, {
    viewer: payerOf(world, entry),
    work: (ctx) => pledges.pay(ctx, input),
    count: () => (intent.status === 'succeeded' ? 1 : 0),
  })
}

/** A bank declines. */
const fail: Action = async (world, { which }) => {
  const found = pick(unpaid(world), which)
  if (!found) return
  world.house.bank.control.payIntent({ id: found.intent.id, card: 'pm_card_chargeDeclined' })
  expect(found.intent.status).toBe('requires_payment_method')
}

/** The client says that it has begun to pay, or has paid. */
const create: Action = async (world, { which }) => {
  const found = pick(upfront(world), which)
  if (!found) return
  const { entry, intent } = found
  const own = { paymentIntentId: intent.id, clientSecret: intent.client_secret }
  const input = { ...own, idempotencyKey: randomUUID() }
  const outcome = await step(world, payerOf(world, entry), (ctx) =>
    pledges.createFromIntent(ctx, input),
  )
  const { known, facts } = modelOf(world, entry)
  if (outcome !== 'crashed') expect([outcome, known]).toEqual(['done', facts.length])
}

/** Another amount, which is too late once there is a pledge or a payment. */
const change: Action = async (world, { which, share }) => {
  const found = pick(upfront(world), which)
  if (!found) return
  const { entry, intent } = found
  const isFree = entry.pledgeId === null && intent.status !== 'succeeded'
  const email = entry.isAnonymous ? world.place.stranger : null
  const own = { paymentIntentId: intent.id, clientSecret: intent.client_secret }
  const input = { ...own, amount: amountOf(share), email }
  const outcome = await step(world, payerOf(world, entry), (ctx) =>
    pledges.updatePaymentIntent(ctx, input),
  )
  if (outcome !== 'crashed') expect(outcome).toBe(isFree ? 'done' : 'refused')
  if (!isFree) return
  entry.asked = BigInt(intent.amount)
  modelOf(world, entry).amount = entry.asked
}

/** Staff note that a backer objects to the payout. */
const object: Action = async (world, { which }) => {
  const made = world.entries.filter(({ pledgeId }) => pledgeId !== null)
  const entry = pick(made, which)
  if (!entry?.pledgeId) return
  entry.isObjected = true
  const input = { pledgeId: entry.pledgeId, reason: 'It does not work' }
  await step(world, world.house.staff, (ctx) => pledges.markDisputedByStaff(ctx, input))
}

/** Thousandths of three receivers, the third of whom may be left out. */
const weightsOf = (share: number, how: number): (bigint | null)[] => {
  const first = Math.round(share * 1_000)
  const second = Math.round((1_000 - first) * how)
  if (how > 0.7) return [BigInt(first), BigInt(1_000 - first), null]
  return [BigInt(first), BigInt(second), BigInt(1_000 - first - second)]
}

/** The maintainers say that the issue is solved; once. */
export const confirm: Action = async (world, { share, how }) => {
  const { place, model, house } = world
  const isFirst = model.weights === null
  const weights = weightsOf(share, how)
  if (isFirst) world.weights = weights
  const splits = place.receivers.flatMap(({ ownerId, isOrganization, login }, index) => {
    const weight = weights[index] ?? null
    if (weight === null) return []
    const whom = isOrganization ? { organizationId: ownerId } : { githubLogin: login }
    return [{ ...whom, share: Number(weight) }]
  })
  const isHttp = how > 0.9 && isFirst && !world.crash
  const outcome = await step(world, house.maintainer, (ctx) =>
    isHttp
      ? confirmOverHttp(house, place, splits)
      : rewards.confirmSolved(ctx, { issueId: place.issueId, splits }),
  )
  if (outcome !== 'crashed') expect(outcome).toBe(isFirst ? 'done' : 'refused')
}

/** Staff give a part back, or it is given back in Stripe's dashboard. */
const refund: Action = async (world, { which, share, how }) => {
  const refundable = paid(world).filter(({ isRefundable }) => isRefundable)
  const found = pick(refundable, which)
  if (!found) return
  const { charge, left, entry } = found
  const amount = partOf(left, share)
  const { pledgeId } = entry
  if (how < 0.6 || pledgeId === null) {
    world.house.bank.control.refundCharge({ charge, amount: Number(amount) })
    return observe(world)
  }
  const input = { pledgeId, amount, idempotencyKey: randomUUID() }
  await askFor(world, {
    viewer: world.house.staff,
    work: (ctx) => pledges.refund(ctx, input),
    count: () => world.house.bank.books().refunds.size,
  })
}

/** The receiver who was known by their login alone signs in, and has an account that can receive. */
const connect: Action = async ({ house, place }) => {
  const receiver = place.receivers.at(-1)
  if (!receiver) return
  const { ownerId: userId, login, stripeId: account } = receiver
  await house.app.ctx.transaction(async (tx) => {
    await tx.db.user.update({ where: { id: userId }, data: { login } })
    await tx.emit('user.github_connected', { userId, login })
  })
  house.bank.control.onboard({ account, outcome: 'complete' })
}

/** What backers, maintainers and staff do. */
export const peoplesActions = {
  ...{ pledge, promise, pay, fail, create, change, object, confirm, refund, again, connect },
}
