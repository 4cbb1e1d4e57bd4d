import { type Ctx, createContext } from '#context.ts'
import type { Viewer } from '#lib/viewer.ts'
import type { TestStripe } from '../../../sandbox/stripe/testing.ts'
import type { TestApp } from '../../app.ts'

/** Where a process ends: at one of its commits or at one of its requests to Stripe, counted from 0. */
export type Crash = {
  at: 'commit' | 'request'
  nth: number
  /** Whether it was done, and only nobody heard of it. */
  isDone: boolean
  /** How many processes end well before. */
  spares: number
}

class Crashed extends Error {
  override readonly name = 'Crashed'
}

/** A context whose nth transaction is the last thing that its process does. */
const contextWith = (ctx: Ctx, { nth, isDone }: Crash) => {
  const seen = { commits: 0, isCrashed: false }
  const crash = () => {
    seen.isCrashed = true
    return new Crashed('The process ended')
  }
  const transaction: Ctx['transaction'] = async (work) => {
    if (seen.isCrashed) throw crash()
    if (seen.commits++ < nth) return ctx.transaction(work)
    if (isDone) await ctx.transaction(work)
    else {
      await ctx.transaction(async (tx) => {
        await work(tx)
        throw crash()
      })
    }
    throw crash()
  }
  return { ctx: { ...ctx, transaction }, hasCrashed: () => seen.isCrashed }
}

/** A context, the nth of whose requests to Stripe fails; the SDK is told not to try again. */
const contextWithout = (ctx: Ctx, { control, state }: TestStripe, { nth, isDone }: Crash) => {
  control.failNext({
    ...{ path: '/v1', skip: nth, status: 500, served: isDone },
    headers: { 'stripe-should-retry': 'false' },
  })
  return { ctx, hasCrashed: () => state.failures.length === 0 }
}

/** A context of a process that may crash, and whether it has. */
export const contextOf = (
  app: TestApp,
  stripe: TestStripe,
  who: { viewer: Viewer; clientIp: string },
  crash: Crash | null,
): { ctx: Ctx; hasCrashed: () => boolean } => {
  const ctx = createContext(app.app, { ...who, requestId: 'sequence' })
  if (crash?.at === 'commit') return contextWith(ctx, crash)
  if (crash?.at === 'request') return contextWithout(ctx, stripe, crash)
  return { ctx, hasCrashed: () => false }
}
