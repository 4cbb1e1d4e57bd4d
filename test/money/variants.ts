import type { Database } from '#lib/db.ts'
import { decodeId, encodeId } from '#lib/ids.ts'
import { until } from '../outage.ts'
import { booksOf } from './books.ts'
import type { Cast, Person } from './cast.ts'
import { act, giveBack } from './door.ts'
import {
  chargeOf,
  confirm,
  make,
  openAndOnboard,
  payHere,
  payInBrowser,
  payInvoice,
  promise,
  type Stage,
  usd,
} from './journey.ts'

/** What a journey needs beside the door; `staff` gives money back. */
export type World = { db: Database; stage: Stage; cast: Cast; staff: Person }

type Variant = {
  /** In the browser with Stripe.js, or by our server. */
  pay: typeof payInBrowser
  /** Whether the browser stays open until it has the pledge; else a webhook makes it. */
  isPatient: boolean
  /** What comes when the receivers have got their shares. */
  afterwards: (world: World, pledge: { id: string; intent: string }) => Promise<void>
  hasPromise?: boolean
  /** Transfers and reversals that Stripe does of the first pledge. */
  moves: number
}

const nothing = async () => {}

const refundAsStaff =
  (amount?: number): Variant['afterwards'] =>
  async ({ stage, staff }, { id }) => {
    const input = {
      ...{ pledgeId: encodeId('Pledge', id), amount: amount ? usd(amount) : null },
      idempotencyKey: stage.key?.('refund') ?? 'refund',
    }
    await act(stage.door, giveBack, input, staff)
  }

const refundInDashboard: Variant['afterwards'] = async ({ stage }, { intent }) => {
  const charge = await chargeOf(stage, intent)
  stage.bank.control.refundCharge({ charge, amount: 4_000 })
}

const dispute: Variant['afterwards'] = async ({ stage }, { intent }) => {
  const { control } = stage.bank
  const { id } = control.disputeCharge({ charge: await chargeOf(stage, intent) })
  control.winDispute({ id })
}

/** Journeys that differ in who pays how, and in what goes back. */
export const variants: Variant[] = [
  { pay: payInBrowser, isPatient: true, afterwards: refundAsStaff(4_000), moves: 4 },
  { pay: payHere, isPatient: false, afterwards: refundInDashboard, moves: 4 },
  { pay: payHere, isPatient: true, hasPromise: true, afterwards: nothing, moves: 2 },
  { pay: payInBrowser, isPatient: true, afterwards: dispute, moves: 6 },
  { pay: payHere, isPatient: true, afterwards: refundAsStaff(), moves: 4 },
]

const seconds = 300

/** Waits until Stripe has done so many transfers and reversals of a pledge, and we know it. */
const moved = (db: Database, pledgeId: string, moves: number) =>
  until(`${moves} moves of ${pledgeId}`, seconds, async () => {
    const count = await db.ledgerTransaction.count({
      where: {
        pledgeId,
        kind: { in: ['TRANSFER', 'TRANSFER_REVERSAL'] },
        later: { some: { kind: 'SETTLEMENT' } },
      },
    })
    return count === moves
  })

const pledgeOf = async (db: Database, paymentId: string) => {
  await until(`a pledge of ${paymentId}`, seconds, async () => {
    const pledge = await db.pledge.findUnique({ where: { paymentId } })
    return pledge !== null && pledge.state !== 'INITIATED'
  })
  return (await db.pledge.findUniqueOrThrow({ where: { paymentId } })).id
}

const promised = async ({ db, stage }: World, pledgeId: string) => {
  await until(`an invoice of ${pledgeId}`, seconds, () => payInvoice(stage, pledgeId))
  await moved(db, pledgeId, 2)
}

const payOut = async ({ db, stage }: World, accounts: { id: string; stripeId: string }[]) => {
  const { control } = stage.bank
  control.settleFunds()
  for (const { id, stripeId: account } of accounts) {
    control.payOut({ account, currency: 'usd' })
    await until(`a payout of ${id}`, seconds, async () => {
      const where = { payeeAccountId: decodeId(id).id, kind: 'PAYOUT' } as const
      return (await db.ledgerTransaction.count({ where })) > 0
    })
  }
}

/** A whole journey, which goes on when what comes before is done; the books of it. */
export const travel = async (world: World, variant: Variant): Promise<string[]> => {
  const { db, stage, cast } = world
  const [issueId] = cast.issues
  const organization = await openAndOnboard(stage, cast.admin, {
    organizationId: cast.organization,
  })
  const solver = await openAndOnboard(stage, cast.solver)
  const intent = await variant.pay(stage, { issueId, amount: 10_000 }, cast.backer)
  if (variant.isPatient) await make(stage, intent, cast.backer)
  const promise_ =
    variant.hasPromise && (await promise(stage, { issueId, amount: 5_000 }, cast.backer))
  await confirm(stage, { issueId, cast, solver: cast.solver })
  const id = await pledgeOf(db, intent)
  await moved(db, id, 2)
  if (promise_) await promised(world, promise_)
  await variant.afterwards(world, { id, intent })
  await moved(db, id, variant.moves)
  const roles = new Map([
    [id, 'the pledge'],
    [decodeId(organization.id).id, 'the organization'],
    [decodeId(solver.id).id, 'the solver'],
  ])
  if (promise_) roles.set(promise_, 'the promise')
  if (variant !== variants.at(-1)) await payOut(world, [organization, solver])
  return booksOf(db, roles)
}
