import type Stripe from 'stripe'

/** One of Stripe's objects as it is kept: ids where a client may ask for the whole. */
export type Row<Thing> = {
  [Name in keyof Thing]: NonNullable<Thing[Name]> extends Stripe.Decimal
    ? string | Extract<Thing[Name], null>
    : string extends Thing[Name]
      ? Extract<Thing[Name], string | null | undefined>
      : Thing[Name]
}

export type Customer = Row<Stripe.Customer>
export type DeletedCustomer = Stripe.DeletedCustomer
export type PaymentMethod = Row<Stripe.PaymentMethod>
export type SetupIntent = Row<Stripe.SetupIntent>
export type PaymentIntent = Row<Stripe.PaymentIntent>
export type Charge = Row<Stripe.Charge>
export type Refund = Row<Stripe.Refund>
export type Dispute = Row<Stripe.Dispute>
export type BalanceTransaction = Row<Stripe.BalanceTransaction>
export type Invoice = Row<Stripe.Invoice>
export type InvoiceItem = Row<Stripe.InvoiceItem>
export type InvoicePayment = Row<Stripe.InvoicePayment>
export type Product = Row<Stripe.Product>
export type Price = Row<Stripe.Price>
export type Session = Row<Stripe.Checkout.Session>
export type Subscription = Row<Stripe.Subscription>
export type TestClock = Row<Stripe.TestHelpers.TestClock>
export type PortalSession = Row<Stripe.BillingPortal.Session>
export type Account = Row<Stripe.Account>
export type Transfer = Row<Stripe.Transfer>
export type Payout = Row<Stripe.Payout>
export type TaxRate = Row<Stripe.TaxRate>
export type CustomerBalanceTransaction = Row<Stripe.CustomerBalanceTransaction>
export type Event = Row<
  Pick<
    Stripe.Event,
    | 'id'
    | 'object'
    | 'account'
    | 'api_version'
    | 'created'
    | 'livemode'
    | 'pending_webhooks'
    | 'request'
  >
> & { type: Stripe.Event.Type; data: { object: object; previous_attributes?: object } }
export type WebhookEndpoint = Row<Stripe.WebhookEndpoint>

const tables = () => ({
  customers: new Map<string, Customer>(),
  deleted_customers: new Map<string, DeletedCustomer>(),
  payment_methods: new Map<string, PaymentMethod>(),
  setup_intents: new Map<string, SetupIntent>(),
  payment_intents: new Map<string, PaymentIntent>(),
  charges: new Map<string, Charge>(),
  refunds: new Map<string, Refund>(),
  disputes: new Map<string, Dispute>(),
  balance_transactions: new Map<string, BalanceTransaction>(),
  invoices: new Map<string, Invoice>(),
  invoiceitems: new Map<string, InvoiceItem>(),
  invoice_payments: new Map<string, InvoicePayment>(),
  products: new Map<string, Product>(),
  prices: new Map<string, Price>(),
  sessions: new Map<string, Session>(),
  subscriptions: new Map<string, Subscription>(),
  test_clocks: new Map<string, TestClock>(),
  portal_sessions: new Map<string, PortalSession>(),
  accounts: new Map<string, Account>(),
  transfers: new Map<string, Transfer>(),
  payouts: new Map<string, Payout>(),
  tax_rates: new Map<string, TaxRate>(),
  customer_balance_transactions: new Map<string, CustomerBalanceTransaction>(),
  events: new Map<string, Event>(),
  webhook_endpoints: new Map<string, WebhookEndpoint>(),
})

export type Tables = ReturnType<typeof tables>
export type TableName = keyof Tables
export type RowOf<Name extends TableName> =
  Tables[Name] extends Map<string, infer Thing> ? Thing : never

/** All that belongs to one account, the platform's or a connected one. */
export type Books = Tables & {
  /** How a card behaves, by the payment method's id. */
  cards: Map<string, string>
  /** Which payout a balance transaction went out with. */
  paidOutBy: Map<string, string>
  /** What a checkout session sells, by its id, and what it makes of it. */
  sales: Map<string, Sale>
}

export type Sale = {
  lines: { price: string; quantity: number }[]
  metadata: Record<string, string>
  trialDays: number | null
  description: string | null
}

export const emptyBooks = (): Books => ({
  ...tables(),
  cards: new Map(),
  paidOutBy: new Map(),
  sales: new Map(),
})

/** Where objects are kept, by what their ids begin with, and what they are called. */
export const kinds: Record<string, [table: TableName, name: string]> = {
  cus: ['customers', 'customer'],
  pm: ['payment_methods', 'PaymentMethod'],
  seti: ['setup_intents', 'setupintent'],
  pi: ['payment_intents', 'payment_intent'],
  ch: ['charges', 'charge'],
  py: ['charges', 'charge'],
  re: ['refunds', 'refund'],
  pyr: ['refunds', 'refund'],
  du: ['disputes', 'dispute'],
  txn: ['balance_transactions', 'balance transaction'],
  in: ['invoices', 'invoice'],
  ii: ['invoiceitems', 'invoiceitem'],
  inpay: ['invoice_payments', 'invoice_payment'],
  prod: ['products', 'product'],
  price: ['prices', 'price'],
  cs: ['sessions', 'checkout.session'],
  sub: ['subscriptions', 'subscription'],
  clock: ['test_clocks', 'test clock'],
  bps: ['portal_sessions', 'billing portal session'],
  acct: ['accounts', 'account'],
  tr: ['transfers', 'transfer'],
  po: ['payouts', 'payout'],
  txr: ['tax_rates', 'tax rate'],
  cbtxn: ['customer_balance_transactions', 'customer balance transaction'],
  evt: ['events', 'event'],
  we: ['webhook_endpoints', 'webhook endpoint'],
}
