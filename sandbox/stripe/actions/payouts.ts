import { type Act, add, booksOf, newId, now } from '../act.ts'
import { invalid } from '../errors.ts'
import { change, emit } from '../events/emit.ts'
import type { Payout } from '../tables.ts'
import { balanceIn, balanceTransactions, book } from './balance.ts'

const daySeconds = 86_400

const blank = {
  object: 'payout',
  application_fee: null,
  application_fee_amount: null,
  failure_balance_transaction: null,
  failure_code: null,
  failure_message: null,
  original_payout: null,
  payout_method: null,
  reversed_by: null,
  statement_descriptor: null,
  trace_id: null,
  livemode: false,
  method: 'standard',
  source_type: 'card',
  status: 'pending',
  type: 'bank_account',
} as const

type Given = {
  amount: number
  currency: string
  automatic: boolean
  description?: string | null
  metadata?: Record<string, string>
}

/** Sends money from an account's balance to its bank. */
export const createPayout = (act: Act, given: Given): Payout => {
  const { amount, currency } = given
  if (amount > balanceIn(act, currency).available) {
    const message =
      'You have insufficient funds in your Stripe account for this transfer. Your card balance is too low. You can use the /v1/balance endpoint to view your Stripe balance (for more details, see stripe.com/docs/api#balance).'
    throw invalid(message, 'balance_insufficient')
  }
  const id = newId('po')
  const entry = book(act, {
    amount: -amount,
    currency,
    type: 'payout',
    reporting_category: 'payout',
    source: id,
    description: 'STRIPE PAYOUT',
  })
  booksOf(act).paidOutBy.set(entry.id, id)
  const payout = add(act, 'payouts', {
    ...blank,
    id,
    amount,
    arrival_date: now(act) + 2 * daySeconds,
    automatic: given.automatic,
    balance_transaction: entry.id,
    created: now(act),
    currency,
    description: given.description ?? (given.automatic ? 'STRIPE PAYOUT' : null),
    destination: `ba_${act.account.slice(5)}`,
    metadata: given.metadata ?? {},
    reconciliation_status: given.automatic ? 'in_progress' : 'not_applicable',
  })
  emit(act, 'payout.created', payout)
  return payout
}

/** All that is available of a currency and went out with no payout yet, as on the schedule. */
export const payOut = (act: Act, currency: string): Payout => {
  const { paidOutBy } = booksOf(act)
  const rows = balanceTransactions(act).filter(
    (row) => row.currency === currency && row.status === 'available' && !paidOutBy.has(row.id),
  )
  const amount = rows.reduce((sum, { net }) => sum + net, 0)
  if (amount <= 0) throw invalid(`There is nothing of ${currency} to pay out.`)
  const payout = createPayout(act, { amount, currency, automatic: true })
  for (const { id } of rows) paidOutBy.set(id, payout.id)
  return payout
}

const refuseUnless = (payout: Payout, ...statuses: string[]) => {
  if (!statuses.includes(payout.status)) throw invalid(`This payout is ${payout.status}.`)
}

/** The money has arrived. */
export const payPayout = (act: Act, payout: Payout): Payout => {
  refuseUnless(payout, 'pending', 'in_transit')
  change(act, 'payout.updated', payout, {
    status: 'paid',
    arrival_date: now(act),
    ...(payout.automatic && { reconciliation_status: 'completed' as const }),
  })
  emit(act, 'payout.paid', payout)
  if (payout.automatic) emit(act, 'payout.reconciliation_completed', payout)
  return payout
}

const giveBack = (act: Act, payout: Payout, type: 'payout_failure' | 'payout_cancel') =>
  book(act, {
    amount: payout.amount,
    currency: payout.currency,
    type,
    reporting_category: 'payout_reversal',
    source: payout.id,
  })

/** The bank sends the money back; that can happen after it was paid ("Payout failures"). */
export const failPayout = (act: Act, payout: Payout, code: string): Payout => {
  refuseUnless(payout, 'pending', 'in_transit', 'paid')
  const { id } = giveBack(act, payout, 'payout_failure')
  Object.assign(payout, {
    status: 'failed',
    failure_balance_transaction: id,
    failure_code: code,
    failure_message: 'The bank could not process this payout.',
  } satisfies Partial<Payout>)
  emit(act, 'payout.failed', payout)
  return payout
}

export const cancelPayout = (act: Act, payout: Payout): Payout => {
  refuseUnless(payout, 'pending')
  payout.failure_balance_transaction = giveBack(act, payout, 'payout_cancel').id
  payout.status = 'canceled'
  emit(act, 'payout.canceled', payout)
  return payout
}
