import type { Ctx } from '#context.ts'
import { lock } from '#lib/locks.ts'
import { handlerOf } from './events.ts'
import { processDelivery } from './jobs.ts'

export { requestLost } from './redelivery.ts'

/** A webhook whose signature was right. */
export type Delivery = {
  /** GitHub's id of it, a UUID. */
  id: string
  event: string
  action: string | null
  installationId: bigint | null
  payload: object
}

/**
 * Stores a delivery and, if we act on its kind, sends its job; both commit together. A delivery
 * that we have already is left alone.
 */
export const receive = (
  ctx: Ctx,
  delivery: Delivery,
): Promise<'queued' | 'ignored' | 'duplicate'> =>
  ctx.transaction(async (tx) => {
    const { event, action } = delivery
    const handled = handlerOf(event, action) !== undefined
    const { count } = await tx.db.webhookDelivery.createMany({
      data: [
        {
          ...delivery,
          status: handled ? 'RECEIVED' : 'IGNORED',
          reason: handled
            ? null
            : `Nothing is done on ${[event, action].filter(Boolean).join('.')}`,
        },
      ],
      skipDuplicates: true,
    })
    if (count === 0) return 'duplicate'
    if (!handled) return 'ignored'
    await tx.jobs.send(processDelivery, { deliveryId: delivery.id })
    return 'queued'
  })

/**
 * Does what a stored delivery tells, and marks it done in the same transaction: a job that runs
 * twice does nothing the second time. Throws when the payload is not what GitHub documents.
 */
export const process = (ctx: Ctx, deliveryId: string): Promise<void> =>
  ctx.transaction(async (tx) => {
    await lock(tx.db, 'webhook_delivery', deliveryId)
    const delivery = await tx.db.webhookDelivery.findUnique({ where: { id: deliveryId } })
    if (delivery?.status !== 'RECEIVED') return
    const handler = handlerOf(delivery.event, delivery.action)
    const outcome = handler
      ? await handler.handle(tx, delivery.payload)
      : { ignored: 'Its kind is no longer acted on' }
    await tx.db.webhookDelivery.update({
      where: { id: deliveryId },
      data: {
        status: outcome ? 'IGNORED' : 'PROCESSED',
        reason: outcome?.ignored ?? null,
        processedAt: new Date(),
      },
    })
  })
