import { resolveCursorConnection } from '@pothos/plugin-relay'
import { builder } from '#builder.ts'
import { connectionOf } from '#graphql/connections.ts'
import { costs } from '#graphql/cost.ts'
import { cursorsOf } from '#graphql/list-cursors.ts'
import { loadOtherNodesOf } from '#graphql/nodes.ts'
import { Money } from '#graphql/types.ts'
import type { FundStep, FundTotals } from '#ledger/service.ts'
import { BadUserInput } from '#lib/errors.ts'
import { decodeId, encodeId } from '#lib/ids.ts'
import {
  backerOfPledge,
  readableSteps,
  receiverOfShare,
  stepCountOf,
  stepsOfIssue,
  totalsOfIssue,
} from '../issue-ledger.ts'
import { RewardReceiver } from './receiver.ts'

const IssueLedgerEntryKind = builder.enumType('IssueLedgerEntryKind', {
  description: 'What happened to money of an issue.',
  values: {
    PAYMENT: { description: 'A backer paid: there is more.' },
    TRANSFER: { description: 'A receiver earned their share.' },
    TRANSFER_REVERSAL: {
      description: 'A receiver has to give back a part, because the backer got theirs back.',
    },
    REFUND: { description: 'A backer got money back: there is less.' },
    DISPUTE: { description: 'A backer’s bank took money back: there is less.' },
    DISPUTE_REVERSAL: { description: 'A dispute was won: the money is back.' },
    ADJUSTMENT: { description: 'Something was put right by hand.' },
  } as const,
})

type Kind = typeof IssueLedgerEntryKind.$inferType

const IssueLedgerEntry = builder.objectRef<FundStep>('IssueLedgerEntry')

builder.node(IssueLedgerEntry, {
  id: { resolve: ({ id }) => id },
  description: 'Something that happened to money of an issue.',
  fields: (t) => ({
    kind: t.field({
      type: IssueLedgerEntryKind,
      description: 'What happened; it says which way the money went.',
      resolve: ({ kind }) => kind as Kind,
    }),
    occurredAt: t.expose('postedAt', { type: 'DateTime', description: 'When.' }),
    amount: t.field({
      type: Money,
      description: 'How much came, went or was earned, without tax and the platform’s part.',
      resolve: ({ amount }) => ({ amount }),
    }),
    platformFee: t.field({
      type: Money,
      description: 'The platform’s part of a transfer, or of its reversal, beside the amount.',
      resolve: ({ platformFee }) => ({ amount: platformFee }),
    }),
    processorFee: t.field({
      type: Money,
      description: 'What the payment processor took for it. The platform bears it.',
      resolve: ({ processorFee }) => ({ amount: processorFee }),
    }),
    backer: t.field({
      type: 'Backer',
      nullable: true,
      description:
        'Whose pledge it is about. Null if nobody is known, or if they keep it from you.',
      resolve: ({ pledgeId }, _args, ctx) => backerOfPledge(ctx, pledgeId),
    }),
    receiver: t.field({
      type: RewardReceiver,
      nullable: true,
      description: 'Who earned it, or gives it back; null where it is about no receiver.',
      resolve: ({ issueRewardId }, _args, ctx) =>
        issueRewardId === null ? null : receiverOfShare(ctx, issueRewardId),
    }),
  }),
})

loadOtherNodesOf('IssueLedgerEntry', (ids, ctx) => readableSteps(ctx, ids))

const cursorType = 'IssueLedgerEntry'

const placeOf = (cursor: string | null | undefined) => {
  if (cursor == null) return undefined
  const { typename, id } = decodeId(cursor)
  if (typename !== cursorType) throw new BadUserInput('This is no cursor of this list')
  return id
}

type Amount = keyof FundTotals

const amounts: Record<Amount, string> = {
  funded: 'What backers paid, without tax.',
  refunded: 'What they got back, or their banks took back.',
  held: 'What nobody has got yet.',
  paidOut: 'What receivers have earned.',
  platformFees: 'What the platform kept of what receivers earned.',
  processorFees: 'What the payment processor kept. The platform bears it.',
}

const IssueLedger = builder.objectRef<{ issueId: string }>('IssueLedger').implement({
  description:
    'Where the money of an issue came from and went, to the cent: what was funded, less what was ' +
    'refunded, is what is held, paid out and kept as the platform’s part.',
  fields: (t) => {
    const amountOf = (name: Amount) =>
      t.field({
        type: Money,
        description: amounts[name],
        resolve: async ({ issueId }, _args, ctx) => ({
          amount: (await totalsOfIssue(ctx, issueId))[name],
        }),
      })
    return {
      funded: amountOf('funded'),
      refunded: amountOf('refunded'),
      held: amountOf('held'),
      paidOut: amountOf('paidOut'),
      platformFees: amountOf('platformFees'),
      processorFees: amountOf('processorFees'),
      entries: t.connection(
        {
          type: IssueLedgerEntry,
          extensions: cursorsOf(/IssueLedgerEntry/),
          description: 'What happened, the earliest first.',
          resolve: async ({ issueId }, args, ctx) => ({
            ...(await resolveCursorConnection<Promise<FundStep[]>>(
              {
                args,
                toCursor: ({ id }) => encodeId(cursorType, id),
              },
              ({ limit, after, before, inverted }) =>
                stepsOfIssue(ctx, issueId, {
                  limit,
                  after: placeOf(after),
                  before: placeOf(before),
                  isInverted: inverted,
                }),
            )),
            totalCount: () => stepCountOf(ctx, issueId),
          }),
        },
        connectionOf(IssueLedgerEntry),
      ),
    }
  },
})

builder.prismaObjectFields('Issue', (t) => ({
  ledger: t.field({
    type: IssueLedger,
    extensions: costs({ loads: 2 }),
    description: 'Where the money that was pledged on it came from and went.',
    select: { id: true },
    resolve: ({ id }) => ({ issueId: id }),
  }),
}))
