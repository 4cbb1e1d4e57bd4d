import { z } from 'zod'
import type { Incoming } from '../lib/http.ts'
import { type Route, route } from '../lib/router.ts'
import { type Act, find, rowsOf } from './act.ts'
import { StripeFault } from './errors.ts'
import { render } from './expand.ts'
import { parseForm } from './form.ts'
import { check, listOf, text } from './params.ts'
import type { RowOf, TableName } from './tables.ts'

/** A request to an endpoint: who asks, in which account, and what the address names. */
export type Call = Act & {
  id: string
  params: Record<string, string>
  path: string
  /** Whether a browser asks, with the key that is no secret. */
  isPublic: boolean
}

/** What a request is answered within. */
export type Asked = Act & { isPublic: boolean }

type Signature = `${string} /${string}`

const expandable = { expand: listOf(text).optional() }

const formOf = ({ method, body, url }: Incoming) =>
  parseForm(method === 'GET' || body === '' ? url.search.slice(1) : body)

const secretNeeded = () =>
  new StripeFault(
    403,
    'This API call cannot be made with a publishable API key. Please use a secret API key.',
    { code: 'secret_key_required' },
  )

type Options = { isPublic?: boolean }

/** An address of the API: the parameters it takes (all others are refused), and what it does. */
export const endpoint = <Shape extends z.ZodRawShape>(
  signature: Signature,
  shape: Shape,
  run: (call: Call, params: z.output<z.ZodObject<Shape>>) => object,
  { isPublic = false }: Options = {},
): Route<Asked> => {
  const schema = z.strictObject({ ...shape, ...expandable })
  return route(signature, (asked, incoming) => {
    if (asked.isPublic && !isPublic) throw secretNeeded()
    const given = check(schema, formOf(incoming))
    const { expand, ...params } = given as { expand?: string[] } & Record<string, unknown>
    const { id = '' } = incoming.params
    const call = { ...asked, id, params: incoming.params, path: incoming.path }
    const result = run(call, params as z.output<z.ZodObject<Shape>>)
    return { status: 200, body: render(asked, result, expand) }
  })
}

const pageParams = {
  limit: z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= 100, 'must be between 1 and 100')
    .optional(),
  starting_after: text.optional(),
  ending_before: text.optional(),
}

type Page = { limit?: number; starting_after?: string; ending_before?: string }

const pageOf = <Item extends { id: string }>(items: Item[], page: Page) => {
  const { limit = 10, starting_after: after, ending_before: before } = page
  if (before !== undefined) {
    const end = items.findIndex(({ id }) => id === before)
    const start = Math.max(0, end - limit)
    return { data: items.slice(start, Math.max(0, end)), has_more: start > 0 }
  }
  const start = after === undefined ? 0 : items.findIndex(({ id }) => id === after) + 1
  return { data: items.slice(start, start + limit), has_more: start + limit < items.length }
}

/** A page of rows, newest first, as Stripe's lists are ("Pagination"). */
export const listAnswer = <Item extends { id: string }>(call: Call, rows: Item[], page: Page) => {
  const items = rows.toReversed()
  return { object: 'list', ...pageOf(items, page), url: call.path }
}

/** A list of a table's rows. `keep` makes the filter out of the parameters. */
export const listEndpoint = <Name extends TableName, Shape extends z.ZodRawShape>(
  signature: Signature,
  table: Name,
  shape: Shape,
  keep: (
    params: z.output<z.ZodObject<Shape>>,
    call: Call,
  ) => (row: RowOf<Name> & { id: string }) => boolean,
): Route<Asked> =>
  endpoint(signature, { ...shape, ...pageParams }, (call, params) => {
    const page = params as unknown as Page
    for (const name of ['starting_after', 'ending_before'] as const) {
      const cursor = page[name]
      if (cursor !== undefined) find(call, table, cursor, name)
    }
    const rows = rowsOf(call, table) as (RowOf<Name> & { id: string })[]
    const filter = keep(params as unknown as z.output<z.ZodObject<Shape>>, call)
    return listAnswer(call, rows.filter(filter), page)
  })

export { pageParams }
