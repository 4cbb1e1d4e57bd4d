import { createHmac, randomUUID } from 'node:crypto'
import { createQueue, type Sending } from '../../lib/queue.ts'
import { toTime } from '../clock.ts'
import { postDelivery } from './post.ts'

/** Payloads GitHub keeps for days; here the last ones. */
const rememberedDeliveries = 5000

/** One attempt to tell the App of something. */
export type Delivery = {
  id: number
  /** The same for all attempts. */
  guid: string
  event: string
  action: string | null
  installationId: number | null
  repositoryId: number | null
  /** JSON. */
  payload: string
  headers: Record<string, string>
  isRedelivery: boolean
  deliveredAt: string
  /** Seconds. */
  duration: number
  /** `OK`, or why not. */
  status: string
  statusCode: number
  answer: { headers: Record<string, string>; payload: string | null }
  url: string
}

export type Outgoing = Pick<
  Delivery,
  'guid' | 'event' | 'action' | 'installationId' | 'repositoryId' | 'payload' | 'isRedelivery'
>

export type Receiver = { url: string; secret: string }

/** Newest first, of what happened while a receiver was known. */
export type Webhooks = {
  receiver: Receiver | null
  sendTo: (url: string, secret: string) => void
  emit: (outgoing: Omit<Outgoing, 'guid' | 'isRedelivery'>) => void
  /** Sends a delivery once more, as a new attempt. */
  redeliver: (delivery: Delivery) => void
  deliveries: Delivery[]
  change: (sending: Partial<Sending>) => void
  /** Resolves when nothing is on its way; what is held back does not count. */
  settled: () => Promise<void>
  stop: () => Promise<void>
}

const headersOf = (outgoing: Outgoing, secret: string, appId: number) => ({
  accept: '*/*',
  'content-type': 'application/json',
  'user-agent': 'GitHub-Hookshot/5a1d80x',
  'x-github-delivery': outgoing.guid,
  'x-github-event': outgoing.event,
  'x-github-hook-id': `${appId}`,
  'x-github-hook-installation-target-id': `${appId}`,
  'x-github-hook-installation-target-type': 'integration',
  'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(outgoing.payload).digest('hex')}`,
})

/** Makes one attempt and logs how it went, newest first. */
const createSender = (appId: number, deliveries: Delivery[], ended: AbortSignal) => {
  let lastId = Date.now() * 1000
  return async (outgoing: Outgoing, { url, secret }: Receiver) => {
    if (ended.aborted) return
    const headers = headersOf(outgoing, secret, appId)
    const deliveredAt = toTime(Date.now())
    const outcome = await postDelivery(url, headers, outgoing.payload, ended)
    lastId += 1
    deliveries.unshift({ ...outgoing, id: lastId, headers, deliveredAt, url, ...outcome })
    if (deliveries.length > rememberedDeliveries) deliveries.pop()
  }
}

/** The App's webhook: what is sent, in order, one after the other, and how that went. */
export const createWebhooks = (appId: number, receiver: Receiver | null): Webhooks => {
  const deliveries: Delivery[] = []
  const ended = new AbortController()
  const send = createSender(appId, deliveries, ended.signal)
  const queue = createQueue<Outgoing>(async (outgoing) => {
    if (hooks.receiver) await send(outgoing, hooks.receiver)
  })
  const hooks: Webhooks = {
    receiver,
    deliveries,
    sendTo: (url, secret) => {
      hooks.receiver = { url, secret }
    },
    emit: (outgoing) => {
      if (hooks.receiver) queue.add({ ...outgoing, guid: randomUUID(), isRedelivery: false })
    },
    redeliver: (delivery) => queue.add({ ...delivery, isRedelivery: true }, 1),
    change: queue.change,
    settled: queue.settled,
    stop: async () => {
      queue.clear()
      ended.abort()
      await queue.settled()
    },
  }
  return hooks
}
