import type { Reply } from '../../lib/http.ts'
import { commandSection, listSection, overviewPage } from '../../lib/overview.ts'
import { commands } from '../control.ts'
import { platformId, type Sandbox } from '../state.ts'
import type { Account, Event, PaymentIntent } from '../tables.ts'
import { money } from './parts.ts'

const shown = 50

const time = new Intl.DateTimeFormat('en', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'UTC',
})

const when = (seconds: number) => `${time.format(new Date(seconds * 1000))} UTC`

const newestFirst = <Thing extends { created: number }>(things: Thing[]) =>
  things.toReversed().sort((a, b) => b.created - a.created)

const intentLine = (intent: PaymentIntent) => ({
  title: `${money(intent.amount, intent.currency)} ${intent.status.replaceAll('_', ' ')}`,
  text: [intent.id, intent.latest_charge, intent.description].filter(Boolean).join(' · '),
  end: when(intent.created),
  thing: intent,
})

const stateOf = ({ details_submitted, payouts_enabled }: Account) => {
  if (payouts_enabled) return 'can be paid out'
  return details_submitted ? 'restricted' : 'not set up yet'
}

const accountLine = (account: Account) => ({
  title: account.email ?? account.id,
  text: `${account.id} · ${account.country} · ${stateOf(account)}`,
  end: account.created ? when(account.created) : '',
  address: `/express/${account.id}`,
  thing: account,
})

/** Outcome of the newest attempt to deliver an event. */
const outcomeOf = ({ webhooks }: Sandbox, { id }: Event) => {
  const delivery = webhooks.deliveries.find(({ event }) => event === id)
  if (!delivery) return 'not sent'
  return delivery.status === null ? 'nobody answered' : `answered with ${delivery.status}`
}

const eventLine = (sandbox: Sandbox, event: Event) => ({
  title: event.type,
  text: [event.id, event.account, outcomeOf(sandbox, event)].filter(Boolean).join(' · '),
  end: when(event.created),
  thing: event,
})

/** The first page: the newest payments, accounts and events, and all commands. */
export const stripeOverview = (sandbox: Sandbox): Reply => {
  const { books } = sandbox.state
  const own = books.get(platformId)
  const intents = newestFirst([...(own?.payment_intents.values() ?? [])])
  const accounts = [...(own?.accounts.values() ?? [])].filter(({ id }) => id !== platformId)
  const events = newestFirst([...books.values()].flatMap((book) => [...book.events.values()]))
  const example: [string, string] = ['payIntent', `{"id":"${intents[0]?.id ?? 'pi_…'}"}`]
  return overviewPage('Stripe', 'No money moves here. Events reach the application as webhooks.', [
    listSection(
      `Payments (${intents.length})`,
      intents.slice(0, shown).map(intentLine),
      'No payment intent was made yet: pledge on an issue.',
    ),
    listSection(
      `Connected accounts (${accounts.length})`,
      accounts.slice(-shown).reverse().map(accountLine),
      'No account was made yet: set up how you are paid.',
    ),
    listSection(
      `Events (${events.length})`,
      events.slice(0, shown).map((event) => eventLine(sandbox, event)),
      'Nothing has happened yet.',
    ),
    commandSection(commands, sandbox.config.url, example),
  ])
}
