import { type Act, booksOf, rowsOf } from './act.ts'
import { invalid } from './errors.ts'
import { type Books, kinds } from './tables.ts'

const maxDepth = 4

type Plain = Record<string, unknown>

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Kinds that a row of one account names in another's. */
const shared = ['py', 'pyr', 'tr', 'acct']

const rowIn = (books: Books, id: string) => {
  const [table] = kinds[id.split('_', 1)[0] ?? ''] ?? []
  return table && books[table].get(id)
}

/** The row an id stands for; undefined where it is none. */
const rowFor = (act: Act, id: string): object | undefined => {
  const own = rowIn(booksOf(act), id)
  if (own || !shared.includes(id.split('_', 1)[0] ?? '')) return own
  const accounts = [...act.sandbox.state.books.values()]
  return accounts.map((books) => rowIn(books, id)).find((row) => row !== undefined)
}

const listOf = (url: string, data: object[]) => ({
  object: 'list',
  // Newest first, as all lists are.
  data: data.toReversed(),
  has_more: false,
  url,
})

/** What is in an object only where it is asked for. */
const included: Record<string, (act: Act, row: Plain) => unknown> = {
  'charge.refunds': (act, { id }) =>
    listOf(
      `/v1/charges/${id}/refunds`,
      rowsOf(act, 'refunds').filter(({ charge }) => charge === id),
    ),
  'invoice.payments': (act, { id }) =>
    listOf(
      '/v1/invoice_payments',
      rowsOf(act, 'invoice_payments').filter(({ invoice }) => invoice === id),
    ),
  'invoice.confirmation_secret': (act, { id }) => {
    const paid = rowsOf(act, 'invoice_payments').find(({ invoice }) => invoice === id)
    const intent = booksOf(act).payment_intents.get(`${paid?.payment.payment_intent}`)
    return intent ? { client_secret: intent.client_secret, type: 'payment_intent' } : null
  },
  'customer.subscriptions': (act, { id }) =>
    listOf(
      `/v1/customers/${id}/subscriptions`,
      rowsOf(act, 'subscriptions').filter(
        ({ customer, status }) => customer === id && status !== 'canceled',
      ),
    ),
  'checkout.session.line_items': (act, { id, currency }) => {
    const lines = booksOf(act).sales.get(`${id}`)?.lines ?? []
    const items = lines.map(({ price: priceId, quantity }, place) => {
      const price = booksOf(act).prices.get(priceId)
      const amount = (price?.unit_amount ?? 0) * quantity
      const totals = { amount_discount: 0, amount_subtotal: amount, amount_tax: 0 }
      const product = booksOf(act).products.get(price?.product ?? '')
      return {
        id: `li_${place}_${id}`,
        object: 'item',
        ...totals,
        amount_total: amount,
        currency,
        description: product?.name ?? null,
        price,
        quantity,
      }
    })
    return listOf(`/v1/checkout/sessions/${id}/line_items`, items)
  },
}

const refuse = (path: string) =>
  invalid(`This property cannot be expanded (${path}).`, undefined, 'expand')

const expandStep = (act: Act, holder: Plain, name: string, path: string): unknown => {
  const include = included[`${holder.object}.${name}`]
  if (include) return include(act, holder)
  const value = holder[name]
  if (typeof value === 'object') return value
  const row = typeof value === 'string' ? rowFor(act, value) : undefined
  if (!row) throw refuse(path)
  return row
}

/** A list's items may be of several kinds: it is enough that one has the property. */
const expandEach = (act: Act, items: unknown[], steps: string[], path: string) => {
  const refusals: unknown[] = []
  for (const item of items) {
    try {
      expandPath(act, item, steps, path)
    } catch (error) {
      refusals.push(error)
    }
  }
  if (items.length > 0 && refusals.length === items.length) throw refusals[0]
}

const expandPath = (act: Act, value: unknown, steps: string[], path: string): void => {
  const [name, ...rest] = steps
  if (name === undefined || value === null) return
  if (Array.isArray(value)) {
    expandEach(act, value, steps, path)
    return
  }
  if (!isPlain(value)) throw refuse(path)
  // What another path has expanded stays.
  const isThere = typeof value[name] === 'object' && value[name] !== null
  const next = isThere ? value[name] : structuredClone(expandStep(act, value, name, path))
  value[name] = next
  expandPath(act, next, rest, path)
}

/** An object as it is answered: a copy, with what was to be expanded ("Expanding responses"). */
export const render = (act: Act, result: object, paths: string[] = []): object => {
  const answer: object = structuredClone(result)
  for (const path of paths) {
    const steps = path.split('.')
    const depth = steps.filter((step) => step !== 'data').length
    if (depth > maxDepth) {
      throw invalid(
        `You cannot expand more than ${maxDepth} levels of a property`,
        undefined,
        'expand',
      )
    }
    expandPath(act, answer, steps, path)
  }
  return answer
}
