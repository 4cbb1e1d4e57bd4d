import { type Act, add, booksOf, newId, now, rowsOf } from '../act.ts'
import { change, emit } from '../events/emit.ts'
import type { Customer, CustomerBalanceTransaction, DeletedCustomer } from '../tables.ts'

const blank = {
  object: 'customer',
  address: null,
  balance: 0,
  currency: null,
  default_source: null,
  delinquent: false,
  description: null,
  discount: null,
  email: null,
  livemode: false,
  name: null,
  next_invoice_sequence: 1,
  phone: null,
  preferred_locales: [],
  shipping: null,
  tax_exempt: 'none',
  test_clock: null,
} as const

const invoiceSettings = {
  custom_fields: null,
  default_payment_method: null,
  footer: null,
  rendering_options: null,
}

/** A new customer. */
export const createCustomer = (act: Act, given: Partial<Customer>): Customer => {
  const customer: Customer = {
    ...blank,
    preferred_locales: [],
    id: newId('cus', 14),
    created: now(act),
    invoice_prefix: newId('', 8).slice(1).toUpperCase(),
    invoice_settings: { ...invoiceSettings },
    metadata: {},
    ...given,
  }
  emit(act, 'customer.created', add(act, 'customers', customer))
  return customer
}

/** Changes what the platform owes a customer (negative) or is owed. */
export const adjustBalance = (
  act: Act,
  customer: Customer,
  given: Pick<CustomerBalanceTransaction, 'amount' | 'currency' | 'type'> &
    Partial<CustomerBalanceTransaction>,
): CustomerBalanceTransaction => {
  const ending_balance = customer.balance + given.amount
  const entry: CustomerBalanceTransaction = {
    id: newId('cbtxn'),
    object: 'customer_balance_transaction',
    checkout_session: null,
    created: now(act),
    credit_note: null,
    customer: customer.id,
    customer_account: null,
    description: null,
    ending_balance,
    invoice: null,
    livemode: false,
    metadata: {},
    ...given,
  }
  add(act, 'customer_balance_transactions', entry)
  change(act, 'customer.updated', customer, { balance: ending_balance, currency: given.currency })
  return entry
}

/**
 * Forgets a customer: only that it was deleted can be read of it, and nothing new can name it
 * ("Delete a customer", "Retrieve a customer"). Its payments stay.
 */
export const deleteCustomer = (act: Act, customer: Customer): DeletedCustomer => {
  const { id } = customer
  for (const method of rowsOf(act, 'payment_methods')) {
    if (method.customer === id) method.customer = null
  }
  booksOf(act).customers.delete(id)
  emit(act, 'customer.deleted', customer)
  return add(act, 'deleted_customers', { id, object: 'customer', deleted: true })
}
