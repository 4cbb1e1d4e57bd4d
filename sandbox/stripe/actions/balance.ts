import { type Act, add, booksOf, newId, now, rowsOf } from '../act.ts'
import { platformId } from '../state.ts'
import type { BalanceTransaction } from '../tables.ts'

const daySeconds = 86_400

/** What Stripe takes of a charge: 2.9 % and 30 ("Pricing"). */
export const feeOf = (amount: number) => Math.round((amount * 29) / 1000) + 30

export const disputeFee = 1500

/** When what comes in now can be paid out. */
export const availableLater = (act: Act) =>
  now(act) + act.sandbox.state.settings.availableAfterDays * daySeconds

type Given = Pick<BalanceTransaction, 'amount' | 'currency' | 'type' | 'reporting_category'> & {
  source: string
} & Partial<BalanceTransaction>

/** Moves money into an account's balance or out of it, less a fee. */
export const book = (act: Act, given: Given): BalanceTransaction => {
  const { amount, currency, fee = 0 } = given
  const description = 'Stripe processing fees'
  const detail = { amount: fee, application: null, currency, description, type: 'stripe_fee' }
  return add(act, 'balance_transactions', {
    id: newId('txn'),
    object: 'balance_transaction',
    available_on: now(act),
    balance_type: 'payments',
    created: now(act),
    description: null,
    exchange_rate: null,
    fee,
    fee_details: fee === 0 ? [] : [detail],
    net: amount - fee,
    status: 'pending',
    ...given,
  })
}

/** A balance transaction as it stands now: money that waits becomes available by itself. */
export const settledRow = (act: Act, row: BalanceTransaction): BalanceTransaction => {
  row.status = row.available_on <= now(act) ? 'available' : 'pending'
  return row
}

export const balanceTransactions = (act: Act) =>
  rowsOf(act, 'balance_transactions').map((row) => settledRow(act, row))

/** What an account has of a currency, in its minor unit. */
export const balanceIn = (act: Act, currency: string) => {
  let available = 0
  let pending = 0
  for (const row of balanceTransactions(act)) {
    if (row.currency !== currency) continue
    if (row.status === 'available') available += row.net
    else pending += row.net
  }
  return { available, pending }
}

const defaultCurrency = (act: Act) => {
  const { accounts } = booksOf({ ...act, account: platformId })
  return accounts.get(act.account)?.default_currency ?? 'usd'
}

/** The balance of an account, currency by currency. */
export const balanceOf = (act: Act) => {
  const currencies = new Set([
    defaultCurrency(act),
    ...rowsOf(act, 'balance_transactions').map(({ currency }) => currency),
  ])
  const amounts = (which: 'available' | 'pending') =>
    [...currencies].map((currency) => {
      const amount = balanceIn(act, currency)[which]
      return { amount, currency, source_types: { card: amount } }
    })
  return {
    object: 'balance' as const,
    available: amounts('available'),
    livemode: false,
    pending: amounts('pending'),
  }
}

/** An amount in another currency, to the nearest unit. */
export const convert = (act: Act, amount: number, from: string, to: string) => {
  if (from === to) return { amount, rate: null }
  const { rates } = act.sandbox.state.settings
  const rate = (rates[to] ?? 1) / (rates[from] ?? 1)
  return { amount: Math.sign(amount) * Math.round(Math.abs(amount) * rate), rate }
}
