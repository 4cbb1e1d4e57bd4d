import type { LedgerTransactionKind } from '#generated/prisma/client.ts'
import { encodeId } from '#lib/ids.ts'
import * as payouts from '#payout/service.ts'
import * as pledges from '#pledge/service.ts'
import { platformId } from '../../sandbox/stripe/state.ts'
import type { TableName } from '../../sandbox/stripe/tables.ts'
import { createCast, type Person } from './cast.ts'
import { act, lookUpAccount } from './door.ts'
import { begin, chargeOf, confirm, make, openAndOnboard, payInBrowser } from './journey.ts'
import type { QuietPlace } from './quiet.ts'

export type Count = () => Promise<number> | number

/** How many of a thing the platform has at Stripe. */
export const atStripe =
  ({ bank }: QuietPlace, table: TableName): Count =>
  () =>
    bank.state.books.get(platformId)?.[table].size ?? 0

/** How many transactions of a kind the ledger has. */
export const inLedger =
  ({ app }: QuietPlace, kind: LedgerTransactionKind): Count =>
  () =>
    app.db.ledgerTransaction.count({ where: { kind } })

/** A pledge on an issue, which is paid. */
export const paid = async (place: QuietPlace) => {
  const cast = await createCast(place.app)
  const [issueId, otherIssueId] = cast.issues
  const intent = await payInBrowser(place.stage, { issueId, amount: 10_000 }, cast.backer)
  const id = await make(place.stage, intent, cast.backer)
  return { cast, issueId, otherIssueId, intent, id, pledgeId: encodeId('Pledge', id) }
}

/** A payment that somebody has begun. */
export const begun = async (place: QuietPlace) => {
  const { issues, backer: who } = await createCast(place.app)
  const input = { issueId: issues[0], amount: 10_000 }
  return { who, paymentIntentId: await begin(place.stage, input, who) }
}

/** An issue that is solved, whose organization can receive; its reward of a pledge. */
export const rewarded = async (place: QuietPlace) => {
  const { stage, app } = place
  const world = await paid(place)
  const { cast, issueId, id: pledgeId } = world
  const account = await openAndOnboard(stage, cast.admin, { organizationId: cast.organization })
  await act(app, lookUpAccount, { payoutAccountId: account.id }, cast.admin)
  await confirm(stage, { issueId, cast, solver: cast.solver })
  const rewards = await app.db.reward.findMany({
    where: { pledgeId },
    orderBy: { issueReward: { shareThousands: 'desc' } },
  })
  const [first = '', second = ''] = rewards.map(({ id }) => id)
  return { ...world, account, first, second }
}

const payReward = `mutation ($input: PayRewardInput!) { payReward(input: $input) { __typename } }`

const movementOf = async ({ app }: QuietPlace, pledgeId: string, kind: LedgerTransactionKind) =>
  (await app.db.ledgerTransaction.findFirstOrThrow({ where: { pledgeId, kind } })).id

/** A reversal that can't be done: what is to be given back was paid out. */
export const owed = async (place: QuietPlace, staff: Person) => {
  const { app, stage, bank } = place
  const { id, first, account, intent } = await rewarded(place)
  await app.query(
    payReward,
    { input: { rewardId: encodeId('Reward', first) } },
    {
      cookie: staff.cookie ?? '',
    },
  )
  await payouts.send(app.ctx, await movementOf(place, id, 'TRANSFER'))
  bank.control.settleFunds()
  bank.control.payOut({ account: account.stripeId, currency: 'usd' })
  bank.control.refundCharge({ charge: await chargeOf(stage, intent), amount: 4_000 })
  await pledges.reconcile(app.ctx, intent)
  return movementOf(place, id, 'TRANSFER_REVERSAL')
}

/** A collective that has earned something. */
export const collective = async (place: QuietPlace, staff: Person) => {
  const { app, stage } = place
  const { cast, issueId, id } = await paid(place)
  const { organizationId, admin } = cast
  const account = await app.db.payoutAccount.create({
    data: {
      ...{ organizationId, adminId: admin.id, openCollectiveSlug: organizationId },
      ...{ type: 'OPEN_COLLECTIVE', status: 'ACTIVE', currency: 'usd' },
    },
  })
  await confirm(stage, { issueId, cast, solver: cast.solver })
  const where = { pledgeId: id, issueReward: { organizationId } }
  const reward = await app.db.reward.findFirstOrThrow({ where })
  await app.query(
    payReward,
    { input: { rewardId: encodeId('Reward', reward.id) } },
    {
      cookie: staff.cookie ?? '',
    },
  )
  const transfer = await movementOf(place, id, 'TRANSFER')
  return {
    payoutAccountId: encodeId('PayoutAccount', account.id),
    transactionIds: [encodeId('LedgerTransaction', transfer)],
  }
}

/** How many pledges are objected to. */
export const disputed =
  ({ app }: QuietPlace) =>
  () =>
    app.db.pledge.count({ where: { state: 'DISPUTED' } })
