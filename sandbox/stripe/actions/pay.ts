import type { Act } from '../act.ts'
import { StripeFault } from '../errors.ts'
import type { PaymentIntent } from '../tables.ts'
import { followIntent } from './invoices.ts'
import * as intents from './payment-intents.ts'
import { followInvoice } from './subscriptions.ts'

/** Confirms an intent; what it pays for follows. Throws 402 when the card is declined. */
export const confirm: typeof intents.confirm = (act, intent, given) => {
  try {
    intents.confirm(act, intent, given)
  } catch (error) {
    if (error instanceof StripeFault && error.status === 402) follow(act, intent)
    throw error
  }
  follow(act, intent)
  return intent
}

/** What the payer did when the bank asked; what the intent pays for follows. */
export const authenticate: typeof intents.authenticate = (act, intent, isGiven) => {
  intents.authenticate(act, intent, isGiven)
  follow(act, intent)
  return intent
}

const follow = (act: Act, intent: PaymentIntent) => {
  const invoice = followIntent(act, intent)
  if (invoice) followInvoice(act, invoice)
}
