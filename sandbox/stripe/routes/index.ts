import type { Route } from '../../lib/router.ts'
import type { Asked } from '../endpoint.ts'
import { accounts } from './accounts.ts'
import { balance } from './balance.ts'
import { charges } from './charges.ts'
import { checkout, portal } from './checkout.ts'
import { customers } from './customers.ts'
import { events } from './events.ts'
import { invoiceItems } from './invoice-items.ts'
import { invoices } from './invoices.ts'
import { paymentIntents } from './payment-intents.ts'
import { paymentMethods } from './payment-methods.ts'
import { prices, products } from './products.ts'
import { disputes, refunds } from './refunds.ts'
import { setupIntents } from './setup-intents.ts'
import { subscriptions, testClocks } from './subscriptions.ts'
import { payouts, transfers } from './transfers.ts'

/** The API, address by address. */
export const routes: Route<Asked>[] = [
  ...customers,
  ...paymentMethods,
  ...setupIntents,
  ...paymentIntents,
  ...charges,
  ...refunds,
  ...disputes,
  ...balance,
  ...products,
  ...prices,
  ...invoices,
  ...invoiceItems,
  ...subscriptions,
  ...testClocks,
  ...checkout,
  ...portal,
  ...accounts,
  ...transfers,
  ...payouts,
  ...events,
]
