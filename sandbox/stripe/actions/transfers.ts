import type Stripe from 'stripe'
import {
  type Act,
  add,
  booksOf,
  find,
  inAccount,
  inPlatform,
  known,
  newId,
  now,
  rowsOf,
} from '../act.ts'
import { invalid, missing } from '../errors.ts'
import { emit } from '../events/emit.ts'
import type { Account, BalanceTransaction, Charge, Transfer } from '../tables.ts'
import { balanceIn, book, convert } from './balance.ts'
import { chargeRow } from './charges.ts'

const destinationOf = (act: Act, id: string): Account => {
  const account = booksOf(inPlatform(act)).accounts.get(id)
  if (!account) throw missing('destination', id, 'destination')
  if (account.capabilities?.transfers === 'active') return account
  throw invalid(
    'Your destination account needs to have at least one of the following capabilities enabled: transfers, crypto_transfers, legacy_payments',
    'insufficient_capabilities_for_transfer',
  )
}

type Given = {
  amount: number
  currency: string
  destination: string
  source?: string
  transfer_group?: string
  description?: string | null
  metadata?: Record<string, string>
}

const refuseMoreThan = (act: Act, charge: Charge, { amount, currency }: Given) => {
  if (charge.currency !== currency) {
    const message = `The currency of source_transaction's balance transaction (${charge.currency}) must be the same as the transfer currency (${currency})`
    throw invalid(message, undefined, 'currency')
  }
  if (charge.status !== 'succeeded') throw invalid('The source_transaction has not succeeded.')
  const sent = rowsOf(act, 'transfers')
    .filter(({ source_transaction }) => source_transaction === charge.id)
    .reduce((sum, transfer) => sum + transfer.amount - transfer.amount_reversed, 0)
  if (sent + amount <= charge.amount) return
  const message = `Transfers using this transaction as a source must not exceed the source amount of ${charge.amount}. (There are already transfers of ${sent}.)`
  throw invalid(message, undefined, 'amount')
}

/** From when on the money of a transfer can be paid out: with its charge's, or at once. */
const availableFrom = (act: Act, given: Given): number => {
  if (given.source !== undefined) {
    const charge = find(act, 'charges', given.source, 'source_transaction')
    refuseMoreThan(act, charge, given)
    return find(act, 'balance_transactions', `${charge.balance_transaction}`).available_on
  }
  if (balanceIn(act, given.currency).available < given.amount) {
    const message =
      'You have insufficient available funds in your Stripe account. Try adding funds directly to your available balance by creating Charges using the 4000000000000077 test card.'
    throw invalid(message, 'balance_insufficient')
  }
  return now(act)
}

const arrive = (act: Act, account: Account, transfer: Transfer, available_on: number): Charge => {
  const there = inAccount(act, account.id)
  const { amount, currency } = transfer
  const local = account.default_currency ?? currency
  const arrived = convert(act, amount, currency, local)
  const id = newId('py')
  const entry = book(there, {
    amount: arrived.amount,
    currency: local,
    exchange_rate: arrived.rate,
    type: 'payment',
    reporting_category: 'charge',
    source: id,
    available_on,
  })
  return chargeRow(there, {
    id,
    amount,
    currency,
    balance_transaction: entry.id,
    payment_method_details: { stripe_account: {}, type: 'stripe_account' },
    source_transfer: transfer.id,
  })
}

/** Sends money of the platform to a connected account, converted where that has another currency. */
export const createTransfer = (act: Act, given: Given): Transfer => {
  const account = destinationOf(act, given.destination)
  const available_on = availableFrom(act, given)
  const id = newId('tr')
  const { amount, currency, source } = given
  const charge = source === undefined ? undefined : find(act, 'charges', source)
  const group = charge && (charge.transfer_group ?? `group_${charge.payment_intent ?? charge.id}`)
  if (charge && group) charge.transfer_group = group
  const entry = book(act, {
    amount: -amount,
    currency,
    type: 'transfer',
    reporting_category: 'transfer',
    source: id,
    available_on,
  })
  const transfer: Transfer = {
    id,
    object: 'transfer',
    amount,
    amount_reversed: 0,
    balance_transaction: entry.id,
    created: now(act),
    currency,
    description: given.description ?? null,
    destination: account.id,
    livemode: false,
    metadata: given.metadata ?? {},
    reversals: { object: 'list', data: [], has_more: false, url: `/v1/transfers/${id}/reversals` },
    reversed: false,
    source_transaction: source ?? null,
    source_type: 'card',
    transfer_group: given.transfer_group ?? group ?? null,
  }
  transfer.destination_payment = arrive(act, account, transfer, available_on).id
  emit(act, 'transfer.created', add(act, 'transfers', transfer))
  return transfer
}

/** What a reversal takes from the account in its currency; the last one takes all that is left. */
const takenBack = (there: Act, payment: Charge, arrived: BalanceTransaction, amount: number) => {
  if (payment.amount_refunded + amount < payment.amount) {
    return convert(there, amount, payment.currency, arrived.currency).amount
  }
  const taken = rowsOf(there, 'refunds')
    .filter(({ charge }) => charge === payment.id)
    .map(({ balance_transaction: id }) => find(there, 'balance_transactions', `${id}`).amount)
  return arrived.amount + taken.reduce((sum, one) => sum + one, 0)
}

const refuseOverdraft = (there: Act, amount: number, currency: string) => {
  const { available, pending } = balanceIn(there, currency)
  if (there.sandbox.state.settings.mayOverdraw || available + pending >= amount) return
  throw invalid(
    'The connected account has insufficient funds for this transfer reversal.',
    'balance_insufficient',
    'amount',
  )
}

const takeBack = (act: Act, transfer: Transfer, reversal: string, amount: number): string => {
  const there = inAccount(act, known(transfer.destination, 'a destination'))
  const payment = find(there, 'charges', known(transfer.destination_payment, 'a payment'))
  const arrived = find(there, 'balance_transactions', `${payment.balance_transaction}`)
  const taken = takenBack(there, payment, arrived, amount)
  refuseOverdraft(there, taken, arrived.currency)
  const id = newId('pyr')
  const entry = book(there, {
    amount: -taken,
    currency: arrived.currency,
    exchange_rate: arrived.exchange_rate,
    type: 'payment_refund',
    reporting_category: 'refund',
    source: id,
    available_on: arrived.available_on,
  })
  payment.amount_refunded += amount
  payment.refunded = payment.amount_refunded === payment.amount
  add(there, 'refunds', {
    id,
    object: 'refund',
    amount,
    balance_transaction: entry.id,
    charge: payment.id,
    created: now(act),
    currency: payment.currency,
    customer: null,
    customer_account: null,
    metadata: {},
    payment_intent: null,
    payment_method: null,
    reason: null,
    receipt_number: null,
    source_transfer_reversal: reversal,
    status: 'succeeded',
    transfer_reversal: null,
  })
  return id
}

type Reversing = { amount?: number; metadata?: Record<string, string> }

/** Takes a transfer back, all that is left of it or a part. */
export const reverseTransfer = (
  act: Act,
  transfer: Transfer,
  { amount = transfer.amount - transfer.amount_reversed, metadata = {} }: Reversing,
): Stripe.TransferReversal => {
  const left = transfer.amount - transfer.amount_reversed
  if (left === 0) throw invalid(`Transfer ${transfer.id} has already been fully reversed.`)
  if (amount > left) {
    throw invalid(
      `Reversal amount (${amount}) is greater than unreversed amount on transfer (${left})`,
      undefined,
      'amount',
    )
  }
  const id = newId('trr')
  const refund = takeBack(act, transfer, id, amount)
  const entry = book(act, {
    amount,
    currency: transfer.currency,
    type: 'transfer_refund',
    reporting_category: 'transfer_reversal',
    source: id,
  })
  const reversal: Stripe.TransferReversal = {
    id,
    object: 'transfer_reversal',
    amount,
    balance_transaction: entry.id,
    created: now(act),
    currency: transfer.currency,
    destination_payment_refund: refund,
    metadata,
    source_refund: null,
    transfer: transfer.id,
  }
  const before = { amount_reversed: transfer.amount_reversed, reversed: transfer.reversed }
  transfer.reversals.data.unshift(reversal)
  transfer.amount_reversed += amount
  transfer.reversed = transfer.amount_reversed === transfer.amount
  emit(act, 'transfer.reversed', transfer, before)
  return reversal
}
