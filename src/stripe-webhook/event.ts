import type Stripe from 'stripe'
import type { z } from 'zod'
import type { Ctx } from '#context.ts'

/** What became of an event; if it did not concern us, why. */
export type Outcome = { ignored: string } | undefined

/**
 * What we do with one kind of event: `object` is what it is about, as it was then; `account` the
 * connected account that it happened to, if any. It may ask Stripe, so it has no transaction, and
 * does nothing the second time. Throws a ZodError for an object of another shape.
 */
export type EventHandler<Account extends string[] = []> = (
  ctx: Ctx,
  object: unknown,
  ...account: Account
) => Promise<Outcome>

export type PlatformHandlers = Partial<Record<Stripe.Event.Type, EventHandler>>
export type ConnectHandlers = Partial<Record<Stripe.Event.Type, EventHandler<[account: string]>>>

/** Declares what we do with a kind of event: its object is parsed, then handled. */
export const onEvent =
  <Shape extends z.ZodType, Account extends string[]>(
    shape: Shape,
    handle: (ctx: Ctx, object: z.output<Shape>, ...account: Account) => Promise<Outcome>,
  ): EventHandler<Account> =>
  (ctx, object, ...account) =>
    handle(ctx, shape.parse(object), ...account)
