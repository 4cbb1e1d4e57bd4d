import { signatureOf } from '../../sandbox/stripe/events/sign.ts'
import { platformId } from '../../sandbox/stripe/state.ts'
import type { Event } from '../../sandbox/stripe/tables.ts'
import { connectSecret, type TestStripe, webhookSecret } from '../../sandbox/stripe/testing.ts'
import type { TestApp } from '../app.ts'
import type { Random } from './random.ts'

/** Stripe's webhooks, held back: what there is to tell, and telling it. */
export const createNews = ({ state }: TestStripe, app: TestApp) => {
  const seen = new Set<string>()

  /** What has happened since this was asked last, in order. */
  const latest = (): Event[] =>
    [...state.books.values()]
      .flatMap(({ events }) => [...events.values()])
      .filter(({ id }) => !seen.has(id))
      .map((event) => {
        seen.add(event.id)
        return event
      })

  const tell = async (event: Event) => {
    const isConnect = event.account !== undefined && event.account !== platformId
    const body = JSON.stringify(event)
    const secret = isConnect ? connectSecret : webhookSecret
    const { status } = await app.post(`/webhooks/stripe${isConnect ? '/connect' : ''}`, body, {
      'stripe-signature': signatureOf(body, secret, Math.floor(Date.now() / 1_000)),
    })
    if (status !== 202) throw new Error(`${event.type} was answered with ${status}`)
  }

  /** Some at once, some one after the other. */
  const tellAll = async (events: Event[], random: Random) => {
    const left = [...events]
    while (left.length > 0) {
      await Promise.all(left.splice(0, 1 + random.below(4)).map(tell))
    }
  }

  return {
    latest,
    tell,
    /** Tells of each event 0 to 3 times in any order, then once of those that were left out. */
    tellAnyhow: async (events: Event[], random: Random) => {
      const times = new Map(events.map((event) => [event, random.below(4)]))
      const told = events.flatMap((event) => Array<Event>(times.get(event) ?? 0).fill(event))
      const untold = events.filter((event) => times.get(event) === 0)
      await tellAll(random.shuffled(told), random)
      return () => tellAll(random.shuffled(untold), random)
    },
  }
}

export type News = ReturnType<typeof createNews>
