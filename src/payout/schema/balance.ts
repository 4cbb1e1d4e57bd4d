import { builder } from '#builder.ts'
import { atMost } from '#graphql/list-limits.ts'
import { Money } from '#graphql/types.ts'
import type { PayeeBalance } from '#ledger/service.ts'
import { balancesOf } from '../balances.ts'

export const CurrencyAmount = builder
  .objectRef<{ amount: bigint; currency: string }>('CurrencyAmount')
  .implement({
    description: 'An amount in whatever currency a payout account has.',
    fields: (t) => ({
      amount: t.expose('amount', {
        type: 'Cents',
        description: 'The amount, in the smallest unit of its currency.',
      }),
      currency: t.exposeString('currency', {
        description: 'The ISO 4217 code of its currency, in small letters.',
      }),
    }),
  })

/** Payments are in dollars, and so is what is earned of them. */
const inDollars = (balances: PayeeBalance[], what: 'amount' | 'paidOut') => ({
  amount:
    balances.find(({ kind, currency }) => kind === 'PAYABLE' && currency === 'usd')?.[what] ?? 0n,
})

const PayoutAccountBalance = builder.objectRef<PayeeBalance[]>('PayoutAccountBalance').implement({
  description: 'What the owner of a payout account has earned, and where it is.',
  fields: (t) => ({
    owed: t.field({
      type: Money,
      description:
        'Earned, and neither given back nor paid out to the bank. Below zero after a refund of ' +
        'what was paid out: it is set off against what is earned next.',
      resolve: (balances) => inDollars(balances, 'amount'),
    }),
    paidOut: t.field({
      type: Money,
      description: 'Paid out to the bank, all in all.',
      resolve: (balances) => inDollars(balances, 'paidOut'),
    }),
    atProcessor: t.field({
      type: [CurrencyAmount],
      ...atMost(
        200,
        'Amounts that have arrived in the account at Stripe, which pays them out on its ' +
          'schedule: one for each currency that the account ever had.',
      ),
      resolve: (balances) => balances.filter(({ kind }) => kind === 'PAYEE_BALANCE'),
    }),
  }),
})

builder.prismaObjectFields('PayoutAccount', (t) => ({
  balance: t.field({
    type: PayoutAccountBalance,
    description: 'What was earned, and where it is.',
    select: { id: true },
    resolve: ({ id }, _args, ctx) => balancesOf(ctx, id),
  }),
}))
