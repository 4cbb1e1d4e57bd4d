import { Prisma } from '#generated/prisma/client.ts'
import { decodeCursor, encodeCursor } from '#lib/cursors.ts'
import { BadUserInput } from '#lib/errors.ts'
import type { OrderField, SortKey } from './order.ts'

type Codec = {
  /** The value as a text, in SQL. */
  toText: (column: Prisma.Sql) => Prisma.Sql
  pattern: RegExp
  /** The text as a value, in SQL. */
  toValue: (text: string) => Prisma.Sql
}

const codecs: Record<SortKey['kind'], Codec> = {
  rank: {
    toText: (column) => Prisma.sql`${column}::text`,
    pattern: /^\d{1,9}(\.\d{1,20})?(e[+-]?\d{1,2})?$/,
    toValue: (text) => Prisma.sql`${Number(text)}::real`,
  },
  time: {
    toText: (column) => Prisma.sql`(extract(epoch FROM ${column}) * 1000)::bigint::text`,
    pattern: /^-?\d{1,14}$/,
    toValue: (text) => Prisma.sql`${new Date(Number(text))}::timestamptz`,
  },
  number: {
    toText: (column) => Prisma.sql`${column}::text`,
    pattern: /^-?\d{1,19}$/,
    toValue: (text) => Prisma.sql`${BigInt.asIntN(64, BigInt(text))}::bigint`,
  },
  id: {
    toText: (column) => Prisma.sql`${column}::text`,
    pattern: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/,
    toValue: (text) => Prisma.sql`${text}::uuid`,
  },
}

const listOf = (field: OrderField) => `Issues.${field}`

/** The sort values of a row as texts, an array in SQL. */
export const placeOf = (keys: SortKey[]): Prisma.Sql =>
  Prisma.sql`ARRAY[${Prisma.join(keys.map(({ column, kind }) => codecs[kind].toText(column)))}]`

/** A position in a list of issues sorted by `field`: the sort values of an issue, and nothing else. */
export const encodeIssueCursor = (field: OrderField, place: readonly string[]) =>
  encodeCursor(listOf(field), place.join(':'))

/** The sort values in a cursor, in SQL. Throws BAD_USER_INPUT for a cursor of another order. */
export const decodeIssueCursor = (field: OrderField, keys: SortKey[], cursor: string) => {
  const texts = decodeCursor(listOf(field), cursor).split(':')
  const fits = keys.every(({ kind }, index) => codecs[kind].pattern.test(texts[index] ?? ''))
  if (texts.length !== keys.length || !fits) {
    throw new BadUserInput('The cursor is not one of this list')
  }
  return Prisma.join(keys.map(({ kind }, index) => codecs[kind].toValue(texts[index] ?? '')))
}
