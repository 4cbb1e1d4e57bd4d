import { expect } from 'vitest'
import type { Ctx } from '#context.ts'
import { system, type Viewer } from '#lib/viewer.ts'
import { handlerOf } from '#stripe-webhook/events.ts'
import * as webhooks from '#stripe-webhook/service.ts'
import { signatureOf } from '../../../sandbox/stripe/events/sign.ts'
import { connectSecret, webhookSecret } from '../../../sandbox/stripe/testing.ts'
import type { Telling } from './bank.ts'
import type { Job } from './jobs.ts'
import { dueOf, endWindows } from './model.ts'
import { expectKnown, observe } from './observe.ts'
import { attempt, type Outcome, type World } from './world.ts'

/** `attempt`; then the books must say what the model says. */
export const step = async (
  world: World,
  viewer: Viewer,
  work: (ctx: Ctx) => Promise<unknown>,
): Promise<Outcome> => {
  const outcome = await attempt(world, viewer, work)
  await observe(world)
  return outcome
}

/** Whether anything is done on an event. */
export const isHandled = ({ account, event }: Telling) => Boolean(handlerOf(event.type, account))

const post = async ({ house }: World, { account, event }: Telling) => {
  const body = JSON.stringify(event)
  const secret = account === null ? webhookSecret : connectSecret
  const signature = signatureOf(body, secret, Math.floor(Date.now() / 1_000))
  const path = account === null ? '/webhooks/stripe' : '/webhooks/stripe/connect'
  const answer = await house.app.post(path, body, { 'stripe-signature': signature })
  expect(answer.status).toBe(202)
  return ((await answer.json()) as { status: string }).status
}

/** Tells the application of an event, as Stripe does, until it has taken it. */
export const deliver = async (world: World, telling: Telling, { isHttp = false } = {}) => {
  const { account, event } = telling
  const isNew = !world.told.includes(telling)
  let status = ''
  const outcome = await attempt(world, system, async (ctx) => {
    status = isHttp
      ? await post(world, telling)
      : await webhooks.receive(ctx, {
          ...{ id: event.id, type: event.type, account, isLive: false, payload: event },
          happenedAt: new Date(event.created * 1_000),
        })
  })
  if (outcome !== 'done') return
  if (!isNew) expect(status).toBe('duplicate')
  if (isNew) world.told.push(telling)
  world.waiting = world.waiting.filter((other) => other !== telling)
}

type Named = { id?: string; object?: string; payment_intent?: string | null }

const intentOf = ({ event }: Telling) => {
  const { id, object, payment_intent } = event.data.object as Named
  return object === 'payment_intent' ? id : payment_intent
}

/** What an event is about, of all that something is done on: a payment or an account. */
export const subjectOf = (telling: Telling) => {
  const { account, event } = telling
  const object = event.data.object as Named
  // Each payout is told of by one event alone.
  if (account !== null) return `${account} ${object.object === 'payout' ? object.id : ''}`
  return `${intentOf(telling) ?? object.id}`
}

const pledgeOf = ({ entries, model }: World, { data }: Job) => {
  const { pledgeId } = data.payload as { pledgeId?: string }
  return model.pledges[entries.findIndex((entry) => entry.pledgeId === pledgeId)]
}

/** What a job is to have done at its end: receivers who must have got their share, and its event. */
type Duty = { due: number[]; isNews: boolean }

/**
 * A job that runs again, because its end was lost, finds its event done and asks nothing of Stripe,
 * which may know more by then: the events of that are still to come.
 */
const dutyOf = async (world: World, job: Job): Promise<Duty> => {
  const pledge = pledgeOf(world, job)
  const { eventId: id = '' } = job.data.payload as { eventId?: string }
  const event = await world.house.app.db.stripeEvent.findUnique({ where: { id } })
  return {
    due: pledge ? dueOf(world.model, pledge).map(({ receiver }) => receiver) : [],
    isNews: event?.status === 'RECEIVED',
  }
}

/** What must be true after a job was done to its end. */
const expectDone = (world: World, job: Job, { due, isNews }: Duty) => {
  const { name, data } = job
  const { eventId, paymentIntentId } = data.payload as Record<string, string | undefined>
  if (name === 'stripe-webhook.process_event' && isNews) {
    const telling = world.told.find(({ event }) => event.id === eventId)
    if (telling) expectKnown(world, intentOf(telling))
  }
  if (name === 'pledge.reconcile_payment') expectKnown(world, paymentIntentId)
  if (name !== 'reward.pay_due') return
  expect(due.filter((receiver) => !pledgeOf(world, job)?.served.has(receiver))).toEqual([])
}

const settleJob = async (world: World, job: Job, outcome: Outcome, duty: Duty) => {
  if (outcome === 'refused') throw new Error(`${job.name} is refused`)
  if (outcome === 'done') expectDone(world, job, duty)
  else await world.house.jobs.putBack(job, { isLater: outcome === 'later' })
}

/** Does a job; what was not done to its end is to be done again. */
export const work = async (world: World, job: Job) => {
  const { jobs } = world.house
  const duty = await dutyOf(world, job)
  await jobs.take(job)
  await settleJob(world, job, await step(world, system, (ctx) => jobs.run(ctx, job)), duty)
}

/** Does two jobs at the same time. */
export const workTogether = async (world: World, both: Job[]) => {
  const { jobs } = world.house
  // One may change what the other finds due.
  const duties = await Promise.all(both.map((job) => dutyOf(world, job)))
  for (const job of both) await jobs.take(job)
  const outcomes = await Promise.all(
    both.map((job) => attempt(world, system, (ctx) => jobs.run(ctx, job))),
  )
  await observe(world)
  for (const [index, job] of both.entries()) {
    const isNews = duties[index]?.isNews ?? false
    await settleJob(world, job, outcomes[index] ?? 'later', { due: [], isNews })
  }
}

/** Stripe tells of the newest that happened to each payment and account. */
export const tellNewest = async (world: World) => {
  world.waiting.push(...world.house.bank.news())
  const told = new Set<string>()
  for (const telling of world.waiting.filter(isHandled).reverse()) {
    const subject = subjectOf(telling)
    if (!told.has(subject)) await deliver(world, telling)
    told.add(subject)
  }
}

/** Does what is due, and what follows from it; not for ever. */
export const workDue = async (world: World) => {
  for (let round = 0; round < 5; round++) {
    const due = await world.house.jobs.due()
    if (due.length === 0) return
    for (const job of due) await work(world, job)
  }
}

/** Does what a schedule has done. */
export const sweep = (world: World, name: string) => {
  const data = { requestId: 'sequence', payload: {} }
  return step(world, system, (ctx) => world.house.jobs.run(ctx, { name, data }))
}

/** The time to object is over, and what waits for that is due. */
export const endTimeToObject = async ({ house, place, model }: World) => {
  await house.app.db.pledge.updateMany({
    where: { issueId: place.issueId, scheduledPayoutAt: { not: null } },
    data: { scheduledPayoutAt: new Date(Date.now() - 60_000) },
  })
  endWindows(model)
  await house.jobs.hasten('reward.pay_due')
}
