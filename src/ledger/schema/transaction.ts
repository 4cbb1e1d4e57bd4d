import { builder } from '#builder.ts'
import type { Ctx } from '#context.ts'
import type { LedgerTransactionKind, Prisma } from '#generated/prisma/client.ts'
import { connectionOf } from '#graphql/connections.ts'
import { loadNodesOf } from '#graphql/nodes.ts'
import { forStaff } from '#graphql/staff.ts'
import * as policy from '../policy.ts'
import { unpaidByHand, unsettled } from '../unsettled.ts'
import { LedgerAccount } from './account.ts'

const LedgerTransactionKindType = builder.enumType('LedgerTransactionKind', {
  description: 'What happened to money.',
  values: {
    PAYMENT: { description: 'A backer paid.' },
    TRANSFER: { description: 'A payee earned a part of a payment.' },
    TRANSFER_REVERSAL: { description: 'A payee has to give back a part of it.' },
    SETTLEMENT: { description: 'The processor has done a transfer or its reversal.' },
    REFUND: { description: 'A backer got money back.' },
    DISPUTE: { description: 'A backer’s bank took money back.' },
    DISPUTE_REVERSAL: { description: 'A dispute was won: the money is back.' },
    PAYOUT: { description: 'Money went to a payee’s bank.' },
    ADJUSTMENT: { description: 'Something was put right by hand.' },
  } as const,
})

const LedgerEntry = builder.prismaNode('LedgerEntry', {
  id: { field: 'id' },
  findUnique: (id, ctx) => ({ id, AND: [policy.entryReadable(ctx.viewer)] }),
  description: 'What a transaction does to an account. Only staff see it.',
  select: { id: true },
  fields: (t) => ({
    account: t.relation('account', { type: LedgerAccount, description: 'Which account.' }),
    amount: t.expose('amount', {
      type: 'Cents',
      description:
        'In the smallest unit of the account’s currency: above zero is debit, below credit.',
    }),
  }),
})

const LedgerTransaction = builder.prismaNode('LedgerTransaction', {
  id: { field: 'id' },
  findUnique: (id, ctx) => ({ id, AND: [policy.readable(ctx.viewer)] }),
  description:
    'Something that happened to money. Its entries sum to zero in each currency. It is never ' +
    'changed: what was wrong is made up for by another one. Only staff see it.',
  select: { id: true },
  fields: (t) => ({
    kind: t.expose('kind', { type: LedgerTransactionKindType, description: 'What happened.' }),
    key: t.exposeString('key', { description: 'What makes it happen only once.' }),
    postedAt: t.expose('postedAt', { type: 'DateTime', description: 'When it was posted.' }),
    feeBasisPoints: t.exposeInt('feeBasisPoints', {
      nullable: true,
      description: 'The platform’s share, where one was taken: 1000 are 10 %.',
    }),
    note: t.exposeString('note', { nullable: true, description: 'Why, if a person posted it.' }),
    chargeId: t.exposeString('chargeId', {
      nullable: true,
      description: 'The processor’s id of the charge it is about.',
    }),
    payment: t.relation('payment', {
      nullable: true,
      description: 'The payment whose money it is about; null for the payment itself.',
    }),
    original: t.relation('original', {
      nullable: true,
      description: 'What it reverses, settles or makes again.',
    }),
    cause: t.relation('cause', {
      nullable: true,
      description: 'The refund, dispute or won dispute that it is part of.',
    }),
    entries: t.relatedConnection(
      'entries',
      {
        cursor: 'id',
        totalCount: true,
        description: 'What it does to accounts.',
        query: { orderBy: { id: 'asc' } },
      },
      connectionOf(LedgerEntry),
    ),
  }),
})

loadNodesOf('LedgerTransaction', (query, ids, ctx) =>
  ctx.db.ledgerTransaction.findMany({
    ...query,
    where: { AND: [policy.readable(ctx.viewer), { id: { in: ids } }] },
  }),
)

loadNodesOf('LedgerEntry', (query, ids, ctx) =>
  ctx.db.ledgerEntry.findMany({
    ...query,
    where: { AND: [policy.entryReadable(ctx.viewer), { id: { in: ids } }] },
  }),
)

const openTransactions = { PROCESSOR: unsettled, MANUAL_PAYOUT: unpaidByHand } satisfies Record<
  string,
  Prisma.LedgerTransactionWhereInput
>

const LedgerTransactionAwaits = builder.enumType('LedgerTransactionAwaits', {
  description: 'What a transfer or reversal still waits for.',
  values: {
    PROCESSOR: { description: 'Stripe has not done it (yet), and it is not written off.' },
    MANUAL_PAYOUT: { description: 'It is for Open Collective, and not paid out by hand yet.' },
  } as const,
})

type Filter = {
  kind?: LedgerTransactionKind | null
  awaits?: keyof typeof openTransactions | null
}

const whereOf = ({ kind, awaits }: Filter, { viewer }: Ctx) => ({
  AND: [policy.readable(viewer), kind ? { kind } : {}, awaits ? openTransactions[awaits] : {}],
})

builder.queryField('ledgerTransactions', (t) =>
  t.prismaConnection(
    {
      type: 'LedgerTransaction',
      cursor: 'id',
      ...forStaff,
      description: 'What happened to money, the latest first. For staff.',
      args: {
        kind: t.arg({ type: LedgerTransactionKindType, description: 'Only those of this kind.' }),
        awaits: t.arg({
          type: LedgerTransactionAwaits,
          description: 'Only transfers and reversals that wait for this.',
        }),
      },
      totalCount: (_root, args, ctx) =>
        ctx.db.ledgerTransaction.count({ where: whereOf(args, ctx) }),
      resolve: (query, _root, args, ctx) =>
        ctx.db.ledgerTransaction.findMany({
          ...query,
          where: whereOf(args, ctx),
          orderBy: { id: 'desc' },
        }),
    },
    connectionOf(LedgerTransaction),
  ),
)
