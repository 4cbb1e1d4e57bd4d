import { createHmac, randomInt, randomUUID } from 'node:crypto'
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

/** How sending goes wrong, for tests. */
export type Sending = {
  /** Holds everything back until it is false again. */
  isPaused: boolean
  /** How often each is sent; GitHub promises no more than that it tries. */
  copies: number
  /** Takes what waits in any order. */
  isShuffled: boolean
}

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

/** The App's webhook: what is sent, in order, one after the other, and how that went. */
export const createWebhooks = (appId: number, receiver: Receiver | null): Webhooks => {
  const sending: Sending = { isPaused: false, copies: 1, isShuffled: false }
  const deliveries: Delivery[] = []
  const ended = new AbortController()
  let lastId = Date.now() * 1000
  let waiting: Outgoing[] = []
  let pumping: Promise<void> | null = null

  const send = async (outgoing: Outgoing, { url, secret }: Receiver) => {
    const headers = headersOf(outgoing, secret, appId)
    const deliveredAt = toTime(Date.now())
    const outcome = await postDelivery(url, headers, outgoing.payload, ended.signal)
    lastId += 1
    deliveries.unshift({ ...outgoing, id: lastId, headers, deliveredAt, url, ...outcome })
    if (deliveries.length > rememberedDeliveries) deliveries.pop()
  }

  const takeNext = () => {
    const place = sending.isShuffled && waiting.length > 1 ? randomInt(waiting.length) : 0
    return waiting.splice(place, 1)[0]
  }

  const hasWork = () => waiting.length > 0 && !sending.isPaused && !ended.signal.aborted

  const pump = async () => {
    while (hasWork()) {
      const next = takeNext()
      if (next && hooks.receiver) await send(next, hooks.receiver)
    }
  }

  const start = () => {
    if (pumping || !hasWork()) return
    pumping = pump().finally(() => {
      pumping = null
      // What came after the last look.
      start()
    })
  }

  const hooks: Webhooks = {
    receiver,
    deliveries,
    sendTo: (url, secret) => {
      hooks.receiver = { url, secret }
    },
    emit: (outgoing) => {
      if (!hooks.receiver) return
      const whole = { ...outgoing, guid: randomUUID(), isRedelivery: false }
      for (let copy = 0; copy < sending.copies; copy++) waiting.push(whole)
      start()
    },
    redeliver: (delivery) => {
      waiting.push({ ...delivery, isRedelivery: true })
      start()
    },
    change: (changes) => {
      Object.assign(sending, changes)
      start()
    },
    settled: async () => {
      while (pumping) await pumping
    },
    stop: async () => {
      waiting = []
      ended.abort()
      await hooks.settled()
    },
  }
  return hooks
}
