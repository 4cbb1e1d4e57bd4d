import { resolveCursorConnection } from '@pothos/plugin-relay'
import { builder } from '#builder.ts'
import { connectionOf } from '#graphql/connections.ts'
import { cursorsOf } from '#graphql/list-cursors.ts'
import { loadOtherNodesOf } from '#graphql/nodes.ts'
import { Money } from '#graphql/types.ts'
import { BadUserInput } from '#lib/errors.ts'
import { decodeId, encodeId } from '#lib/ids.ts'
import { issueOf, type Line, lineCountOf, linesOf, readableLines } from '../lines.ts'
import { CurrencyAmount } from './balance.ts'

const PayoutStatementKind = builder.enumType('PayoutStatementKind', {
  description: 'What a line of a payout account’s statement is about.',
  values: {
    TRANSFER: { description: 'A part of a payment was earned.' },
    TRANSFER_REVERSAL: {
      description: 'A part of it has to be given back: the backer was refunded, or their bank was.',
    },
    PAYOUT: { description: 'Money went to the bank.' },
    ADJUSTMENT: { description: 'Staff put something right: what could not be given back.' },
  } as const,
})

const PayoutStatementLine = builder.objectRef<Line>('PayoutStatementLine')

builder.node(PayoutStatementLine, {
  id: { resolve: ({ id }) => id },
  description: 'A step by which money of a payout account came or went.',
  fields: (t) => ({
    kind: t.field({
      type: PayoutStatementKind,
      description: 'What it is about.',
      resolve: ({ kind }) => kind as typeof PayoutStatementKind.$inferType,
    }),
    postedAt: t.expose('postedAt', { type: 'DateTime', description: 'When it was booked.' }),
    amount: t.field({
      type: Money,
      description: 'What was earned; below zero what was given back or paid out.',
      resolve: ({ amount }) => ({ amount }),
    }),
    accountAmount: t.field({
      type: CurrencyAmount,
      nullable: true,
      description:
        'What of it came into the account at Stripe, or left it; null as long as it has not moved, ' +
        'and at Open Collective.',
      resolve: ({ accountAmount: amount, accountCurrency: currency }) =>
        amount !== null && currency !== null ? { amount, currency } : null,
    }),
    paidOutAt: t.expose('paidOutAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was paid out to the bank: of what was earned and given back alone.',
    }),
    issue: t.prismaField({
      type: 'Issue',
      nullable: true,
      description: 'The issue that was funded; null where there is none that you may see.',
      resolve: (query, { pledgeId }, _args, ctx, { fieldNodes }) =>
        issueOf(ctx, fieldNodes[0] ?? {}, query, pledgeId),
    }),
  }),
})

loadOtherNodesOf('PayoutStatementLine', (ids, ctx) => readableLines(ctx, ids))

/** The place of a line, from the cursor that a client gives back. */
const placeOf = (cursor: string | undefined) => {
  if (cursor === undefined) return undefined
  const { typename, id } = decodeId(cursor)
  if (typename === 'PayoutStatementLine') return id
  throw new BadUserInput('This is no cursor of a statement')
}

const cursorOf = ({ id }: Line) => encodeId('PayoutStatementLine', id)

type Page = { before?: string; after?: string; limit: number; inverted: boolean }

builder.prismaObjectFields('PayoutAccount', (t) => ({
  statement: t.connection(
    {
      type: PayoutStatementLine,
      extensions: cursorsOf(/PayoutStatementLine/),
      description: 'How its money came and went, the latest first.',
      select: { id: true },
      resolve: async ({ id: accountId }, args, ctx) => {
        const connection = await resolveCursorConnection(
          { args, toCursor: cursorOf },
          ({ before, after, limit, inverted }: Page) =>
            // The latest is first: what comes after a line is older.
            linesOf(ctx, accountId, {
              first: limit,
              before: placeOf(after),
              after: placeOf(before),
              isLatestFirst: !inverted,
            }),
        )
        return { ...connection, totalCount: () => lineCountOf(ctx, accountId) }
      },
    },
    connectionOf(PayoutStatementLine),
  ),
}))
