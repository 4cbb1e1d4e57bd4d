import type { Ctx } from '#context.ts'
import { ExpectedError } from '#lib/errors.ts'
import { TryLater } from '#lib/jobs.ts'
import type { Viewer } from '#lib/viewer.ts'
import type { Telling } from './bank.ts'
import { type Crash, contextOf } from './crash.ts'
import { type House, type Place, takePlace } from './fixtures.ts'
import { createModel, type Model } from './model.ts'

/** A pledge as its backer knows it; its place in the list is that in the model's. */
export type Entry = {
  /** The payment intent; of pledges on completion that of their invoice, once there is one. */
  intentId: string | null
  pledgeId: string | null
  /** What the backer asked for last. Cents. */
  asked: bigint
  isAnonymous: boolean
  isObjected: boolean
}

/** A mutation that has a key, of which nobody heard an answer. */
export type Asking = {
  viewer: Viewer
  work: (ctx: Ctx) => Promise<unknown>
  /** How often money has moved. */
  count: () => number
  /** Whether it has moved, although nobody heard of it. */
  isMade: boolean
}

/** One run: an issue with its pledges in the application and at Stripe, and the model beside them. */
export type World = {
  house: House
  place: Place
  model: Model
  entries: Entry[]
  /** Thousandths that were asked for; null before. */
  weights: (bigint | null)[] | null
  /** What Stripe has told nobody yet, and what it has told. */
  waiting: Telling[]
  told: Telling[]
  unanswered: Asking[]
  /** Where the next process ends. */
  crash: Crash | null
  /** The newest transaction of the ledger that the model knows. */
  last: string
}

export type Outcome = 'done' | 'refused' | 'later' | 'crashed'

export const openWorld = async (house: House): Promise<World> => {
  const place = await takePlace(house)
  const newest = await house.app.db.ledgerTransaction.findFirst({ orderBy: { id: 'desc' } })
  house.bank.news()
  return {
    ...{
      house,
      place,
      entries: [],
      weights: null,
      waiting: [],
      told: [],
      unanswered: [],
      crash: null,
    },
    model: createModel(place.receivers),
    last: newest?.id ?? '00000000-0000-0000-0000-000000000000',
  }
}

const outcomeOf = (error: unknown, hasCrashed: boolean): Outcome => {
  if (hasCrashed) return 'crashed'
  if (error instanceof TryLater) return 'later'
  if (error instanceof ExpectedError && error.code !== 'UNAVAILABLE') return 'refused'
  throw error
}

/** The crash of this process, if it is its turn; one that did not come so far waits for the next. */
const crashOf = ({ crash }: World): Crash | null => {
  if (!crash) return null
  crash.spares -= 1
  return crash.spares < 0 ? crash : null
}

/** Does something in a process that ends where the world has it end. Nothing is compared yet. */
export const attempt = async (
  world: World,
  viewer: Viewer,
  work: (ctx: Ctx) => Promise<unknown>,
): Promise<Outcome> => {
  const { house, place } = world
  const { app, stripe, bank } = house
  const crash = crashOf(world)
  const who = { viewer, clientIp: place.issueId }
  const { ctx, hasCrashed } = contextOf(app, stripe, who, crash)
  try {
    await work(ctx)
    // What was lost is an answer that nobody needed.
    return hasCrashed() ? 'crashed' : 'done'
  } catch (error) {
    return outcomeOf(error, hasCrashed())
  } finally {
    if (crash && hasCrashed()) world.crash = null
    bank.control.clearFailures()
  }
}

/** Which pledge a payment intent is for. */
export const entryOf = ({ entries }: World, intentId: string | null | undefined) =>
  entries.findIndex((entry) => entry.intentId !== null && entry.intentId === intentId)
