import { z } from 'zod'
import type { Ctx } from '#context.ts'
import * as stripe from '#stripe/service.ts'
import { handlerOf } from './events.ts'
import { processEvent } from './jobs.ts'

/** An event whose signature was right. */
export type Event = {
  /** Stripe's id of it. */
  id: string
  type: string
  /** The connected account that it happened to; null for the platform. */
  account: string | null
  isLive: boolean
  happenedAt: Date
  payload: object
}

/** Why nothing is done on an event; null if something is. */
const reasonToIgnore = ({ config }: Ctx, { type, account, isLive }: Event): string | null => {
  if (!handlerOf(type, account)) return `Nothing is done on ${type}`
  // An endpoint for connected accounts gets both: "Connect webhooks", live and test.
  if (isLive === (config.STRIPE_SECRET_KEY?.startsWith('sk_live_') ?? false)) return null
  return `It is of ${isLive ? 'live' : 'test'} mode, and our key is not`
}

/**
 * Stores an event and, if we act on its kind, sends its job; both commit together. An event that we
 * have already is left alone.
 */
export const receive = (ctx: Ctx, event: Event): Promise<'queued' | 'ignored' | 'duplicate'> =>
  ctx.transaction(async (tx) => {
    const { isLive: _isLive, ...row } = event
    const reason = reasonToIgnore(ctx, event)
    const { count } = await tx.db.stripeEvent.createMany({
      data: [{ ...row, status: reason === null ? 'RECEIVED' : 'IGNORED', reason }],
      skipDuplicates: true,
    })
    if (count === 0) return 'duplicate'
    if (reason !== null) return 'ignored'
    await tx.jobs.send(processEvent, { eventId: event.id })
    return 'queued'
  })

const stored = z.object({ data: z.object({ object: z.unknown() }) })

/**
 * Does what a stored event tells, then marks it done. Both are apart, for Stripe is asked meanwhile:
 * a job that ends between them runs again, and its handler then finds nothing left to do. Throws
 * TryLater while Stripe is away, and a ZodError when the payload is not what Stripe documents.
 */
export const process = async (ctx: Ctx, eventId: string): Promise<void> => {
  const event = await ctx.db.stripeEvent.findUnique({ where: { id: eventId } })
  if (event?.status !== 'RECEIVED') return
  const { account, type } = event
  const { object } = stored.parse(event.payload).data
  const handle = handlerOf(type, account)
  const outcome = handle
    ? await stripe.orLater(handle(ctx, object))
    : { ignored: 'Its kind is no longer acted on' }
  await ctx.transaction((tx) =>
    tx.db.stripeEvent.updateMany({
      where: { id: eventId, status: 'RECEIVED' },
      data: {
        status: outcome ? 'IGNORED' : 'PROCESSED',
        reason: outcome?.ignored ?? null,
        processedAt: new Date(),
      },
    }),
  )
}
