import { builder } from '#builder.ts'
import { connectionOf } from '#graphql/connections.ts'
import { cursorsOf } from '#graphql/list-cursors.ts'
import { pageOfList } from '#graphql/list-pages.ts'
import { forStaff } from '#graphql/staff.ts'
import * as ledger from '../service.ts'
import { LedgerAccountKind } from './account.ts'

type Row = Awaited<ReturnType<typeof ledger.trialBalance>>[number]

const LedgerTrialBalanceRow = builder.objectRef<Row>('LedgerTrialBalanceRow').implement({
  description: 'All accounts of a kind and a currency.',
  fields: (t) => ({
    kind: t.expose('kind', { type: LedgerAccountKind, description: 'What the accounts are for.' }),
    currency: t.exposeString('currency', {
      description: 'The ISO 4217 code of their currency, in small letters.',
    }),
    accountCount: t.exposeInt('accounts', { description: 'How many they are.' }),
    debit: t.expose('debit', {
      type: 'Cents',
      description: 'The balances of those whose debits outweigh, in the smallest unit.',
    }),
    credit: t.expose('credit', {
      type: 'Cents',
      description: 'The balances of those whose credits outweigh, in the smallest unit.',
    }),
  }),
})

builder.queryField('ledgerTrialBalance', (t) =>
  t.connection(
    {
      type: LedgerTrialBalanceRow,
      ...forStaff,
      extensions: cursorsOf(/LedgerTrialBalanceRow/, /\w+ \w+/),
      description:
        'Balances of all accounts, by kind and currency: debits and credits of a currency are ' +
        'equal. For staff.',
      resolve: async (_root, args, ctx) =>
        pageOfList(await ledger.trialBalance(ctx), args, {
          list: 'LedgerTrialBalanceRow',
          keyOf: ({ kind, currency }) => `${kind} ${currency}`,
        }),
    },
    connectionOf(LedgerTrialBalanceRow),
  ),
)
