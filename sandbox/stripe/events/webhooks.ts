import { createQueue, type Sending as HowToSend } from '../../lib/queue.ts'
import { platformId, type Sending, type State } from '../state.ts'
import type { Event, WebhookEndpoint } from '../tables.ts'
import { signatureOf } from './sign.ts'

const rememberedDeliveries = 5000
const patienceMs = 10_000

/** One attempt to tell an endpoint of an event. */
export type Delivery = {
  event: string
  type: string
  /** The connected account it happened in; null for the platform's own. */
  account: string | null
  endpoint: string
  url: string
  /** Of the answer; null where there was none. */
  status: number | null
  /** From 1. */
  attempt: number
}

export type Webhooks = {
  /** Newest first. */
  deliveries: Delivery[]
  /** Sends an event to every endpoint that wants it. */
  emit: (account: string, event: Event) => void
  /** Sends an event once more, to every endpoint that wants it. */
  resend: (account: string, event: Event) => void
  /** Sends at once what failed, instead of later. */
  retry: () => void
  change: (sending: Partial<HowToSend>) => void
  /** Resolves when nothing is on its way; what is held back or failed does not count. */
  settled: () => Promise<void>
  stop: () => Promise<void>
}

const keyOf = ({ event, endpoint }: Sending) => `${event} ${endpoint}`

const post = async (url: string, signature: string, body: string, ended: AbortSignal) => {
  const headers = {
    accept: '*/*; q=0.5, application/xml',
    'content-type': 'application/json; charset=utf-8',
    'stripe-signature': signature,
    'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
  }
  const signal = AbortSignal.any([ended, AbortSignal.timeout(patienceMs)])
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    await answer.text()
    return answer.status
  } catch {
    // A receiver that can't be reached is an outcome too.
    return null
  }
}

const wants = ({ enabled_events, status }: WebhookEndpoint, type: string) =>
  status === 'enabled' && (enabled_events.includes('*') || enabled_events.includes(type))

const endpointsFor = (state: State, account: string, type: string) =>
  [...(state.books.get(platformId)?.webhook_endpoints.values() ?? [])].filter(
    (endpoint) =>
      wants(endpoint, type) && state.connectEndpoints.has(endpoint.id) === (account !== platformId),
  )

/** Makes one attempt; true when it was taken, or there is nobody left to take it. */
const createSender = (state: State, deliveries: Delivery[], ended: AbortSignal) => {
  return async (sending: Sending): Promise<boolean> => {
    const event = state.books.get(sending.account)?.events.get(sending.event)
    const endpoint = state.books.get(platformId)?.webhook_endpoints.get(sending.endpoint)
    if (!event || !endpoint || ended.aborted) return true
    const body = JSON.stringify(event, null, 2)
    const seconds = Math.floor(Date.now() / 1000)
    const signature = signatureOf(body, endpoint.secret ?? '', seconds)
    const status = await post(endpoint.url, signature, body, ended)
    if (ended.aborted) return false
    deliveries.unshift({
      event: event.id,
      type: event.type,
      account: event.account ?? null,
      endpoint: endpoint.id,
      url: endpoint.url,
      status,
      attempt: sending.failures + 1,
    })
    if (deliveries.length > rememberedDeliveries) deliveries.pop()
    return status !== null && status >= 200 && status < 300
  }
}

type Options = { state: State; onChange: () => void }

/** What is told to the endpoints: in order, one after the other, again when it fails. */
export const createWebhooks = ({ state, onChange }: Options): Webhooks => {
  const deliveries: Delivery[] = []
  const ended = new AbortController()
  const send = createSender(state, deliveries, ended.signal)
  const waiting = new Map<Sending, NodeJS.Timeout>()

  const again = (sending: Sending) => {
    clearTimeout(waiting.get(sending))
    waiting.delete(sending)
    queue.add(sending, 1)
  }
  const fail = (sending: Sending) => {
    const delay = state.settings.retryDelaysMs[sending.failures]
    sending.failures += 1
    if (delay === undefined || ended.signal.aborted) return
    clearTimeout(waiting.get(sending))
    waiting.set(sending, setTimeout(again, delay, sending).unref())
  }
  const queue = createQueue<Sending>(async (sending) => {
    if (await send(sending)) state.undelivered.delete(keyOf(sending))
    else fail(sending)
    const event = state.books.get(sending.account)?.events.get(sending.event)
    if (event) {
      event.pending_webhooks = [...state.undelivered.values()].filter(
        (other) => other.event === event.id,
      ).length
    }
    onChange()
  })
  const emit = (account: string, event: Event, copies?: number) => {
    const endpoints = endpointsFor(state, account, event.type)
    event.pending_webhooks = endpoints.length
    for (const { id } of endpoints) {
      const sending = { account, event: event.id, endpoint: id, failures: 0 }
      state.undelivered.set(keyOf(sending), sending)
      queue.add(sending, copies)
    }
  }
  // What was under way when it stopped the last time.
  for (const sending of state.undelivered.values()) queue.add(sending, 1)
  return {
    deliveries,
    emit,
    resend: (account, event) => emit(account, event, 1),
    retry: () => {
      for (const sending of [...waiting.keys()]) again(sending)
    },
    change: queue.change,
    settled: queue.settled,
    stop: async () => {
      for (const timer of waiting.values()) clearTimeout(timer)
      queue.clear()
      ended.abort()
      await queue.settled()
    },
  }
}
