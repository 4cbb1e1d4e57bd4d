import type { LedgerTransactionKind } from '#generated/prisma/client.ts'
import { encodeId } from '#lib/ids.ts'
import * as payouts from '#payout/service.ts'
import * as pledges from '#pledge/service.ts'
import { platformId } from '../../sandbox/stripe/state.ts'
import type { Tables } from '../../sandbox/stripe/tables.ts'
import { createCast, type Person, staffOf } from './cast.ts'
import { act, lookUpAccount, type Visitor } from './door.ts'
import {
  chargeOf,
  confirm,
  make,
  openAndOnboard,
  payInBrowser,
  promise,
  splitsFor,
  usd,
} from './journey.ts'
import type { QuietPlace } from './quiet.ts'

/** A mutation that is about to be sent. */
export type Prepared = {
  who: Visitor
  input: object
  /** What makes it another request; null where a key is all that it takes. */
  change: object | null
  /** How many there are of what it makes. */
  count: () => Promise<number> | number
}

type Keyed = {
  /** What is read of its payload. */
  payload: string
  prepare: (place: QuietPlace) => Promise<Prepared>
}

const pledgePayload = 'pledge { id state amount { amount } }'

let staff: Promise<Person> | undefined
const staffAt = ({ app }: QuietPlace) => {
  staff ??= staffOf(app)
  return staff
}

const atStripe = ({ bank }: QuietPlace, table: keyof Tables) => () =>
  bank.state.books.get(platformId)?.[table].size ?? 0

const inLedger = ({ app }: QuietPlace, kind: LedgerTransactionKind) => () =>
  app.db.ledgerTransaction.count({ where: { kind } })

/** An issue on which somebody has begun to pay. */
const begun = async (place: QuietPlace) => {
  const cast = await createCast(place.app)
  const [issueId, otherIssueId] = cast.issues
  return { cast, issueId, otherIssueId, who: cast.backer }
}

const paid = async (place: QuietPlace) => {
  const world = await begun(place)
  const { issueId, who } = world
  const intent = await payInBrowser(place.stage, { issueId, amount: 10_000 }, who)
  return { ...world, intent, id: await make(place.stage, intent, who) }
}

/** A paid pledge, and how many are in a state. */
const disputable = async (place: QuietPlace) => {
  const { id, who } = await paid(place)
  const count = () => place.app.db.pledge.count({ where: { state: 'DISPUTED' } })
  const input = { pledgeId: encodeId('Pledge', id), reason: 'It does not work' }
  return { who, input, change: { reason: 'It works' }, count }
}

const unpaid = async (place: QuietPlace) => {
  const world = await begun(place)
  const { customer: _, ...intent } = await place.bank.stripe.paymentIntents.create({
    ...{ amount: 10_000, currency: 'usd' },
    metadata: { type: 'pledge', issue_id: decode(world.issueId) },
  })
  return { ...world, intent: intent.id }
}
