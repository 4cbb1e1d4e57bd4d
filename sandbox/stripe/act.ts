import { randomBytes } from 'node:crypto'
import { missing } from './errors.ts'
import { platformId, type Sandbox } from './state.ts'
import {
  type Books,
  type Customer,
  emptyBooks,
  kinds,
  type RowOf,
  type TableName,
} from './tables.ts'

/** What is done in an account, and the request that asked for it. */
export type Act = {
  sandbox: Sandbox
  account: string
  request: { id: string; idempotency_key: string | null } | null
  /** When it is done, in seconds, where a test clock says so. */
  at?: number
}

/** What the sandbox does by itself, in the platform's account unless another is named. */
export const ownAct = (sandbox: Sandbox, account = platformId): Act => ({
  sandbox,
  account,
  request: null,
})

/** The same act in another account. */
export const inAccount = (act: Act, account: string): Act => ({ ...act, account })

export const inPlatform = (act: Act): Act => inAccount(act, platformId)

/** All that an account has; empty at first. */
export const booksOf = ({ sandbox: { state }, account }: Act): Books => {
  const known = state.books.get(account)
  if (known) return known
  const books = emptyBooks()
  state.books.set(account, books)
  return books
}

/** Seconds since 1970. */
export const now = ({ sandbox: { state }, at }: Act): number =>
  at ?? state.settings.now ?? Math.floor(Date.now() / 1000)

/** The same act at the time of a customer's test clock, if there is one. */
export const onClock = (act: Act, { test_clock }: Pick<Customer, 'test_clock'>): Act => {
  const clock = booksOf(act).test_clocks.get(`${test_clock}`)
  return clock ? { ...act, at: clock.frozen_time } : act
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** An id such as `cus_4fK…`, or any secret. */
export const newId = (prefix: string, length = 24) => {
  const random = [...randomBytes(length)].map((byte) => letters[byte % letters.length]).join('')
  return `${prefix}_${random}`
}

const nameOf = (table: TableName) =>
  Object.values(kinds).find(([one]) => one === table)?.[1] ?? table

/** A row by its id. Throws 404, or 400 when it was named by a parameter. */
export const find = <Name extends TableName>(
  act: Act,
  table: Name,
  id: string,
  param?: string,
): RowOf<Name> => {
  const row = booksOf(act)[table].get(id)
  if (row) return row as RowOf<Name>
  throw missing(nameOf(table), id, param)
}

/** A row that must be there, since another one names it. */
export const known = <Thing>(thing: Thing | null | undefined, what: string): Thing => {
  if (thing === undefined || thing === null) throw new Error(`The sandbox lost ${what}`)
  return thing
}

/** All rows of a table, oldest first. */
export const rowsOf = <Name extends TableName>(act: Act, table: Name): RowOf<Name>[] =>
  [...booksOf(act)[table].values()] as RowOf<Name>[]

/** Keeps a new row. */
export const add = <Name extends TableName>(
  act: Act,
  table: Name,
  row: RowOf<Name> & { id: string },
): RowOf<Name> => {
  const rows = booksOf(act)[table] as Map<string, RowOf<Name>>
  rows.set(row.id, row)
  return row
}

/** The id, where Stripe's types allow for the whole object as well. */
export const idOf = (given: string | { id: string }): string =>
  typeof given === 'string' ? given : given.id
