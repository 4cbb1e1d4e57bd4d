import type Stripe from 'stripe'
import type { z } from 'zod'
import type { Ctx } from '#context.ts'

/** An event did not concern us, and why. */
export type Ignored = { ignored: string }

/** Whom something happened to, and what it was about. */
export type Happening = {
  /** The connected account; null for the platform. */
  account: string | null
  /** The object of the event, as it was then. */
  object: unknown
}

/**
 * What we do with one kind of event. It may ask Stripe, so it has no transaction, and does nothing
 * the second time. Throws a ZodError for an object of another shape.
 */
export type EventHandler = (ctx: Ctx, happening: Happening) => Promise<Ignored | undefined>

export type EventHandlers = Partial<Record<Stripe.Event.Type, EventHandler>>

/** Declares what we do with a kind of event: its object is parsed, then handled. */
export const onEvent =
  <Shape extends z.ZodType>(
    shape: Shape,
    handle: (
      ctx: Ctx,
      object: z.output<Shape>,
      account: string | null,
    ) => Promise<Ignored | undefined>,
  ): EventHandler =>
  (ctx, { account, object }) =>
    handle(ctx, shape.parse(object), account)
