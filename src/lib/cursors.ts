import { BadUserInput } from './errors.ts'

/** An opaque cursor: the list that it belongs to, and the place of an item in that list. */
export const encodeCursor = (list: string, place: string) =>
  Buffer.from(`${list}:${place}`).toString('base64url')

/** The place that a cursor of this list names. Throws BAD_USER_INPUT for any other cursor. */
export const decodeCursor = (list: string, cursor: string): string => {
  const text = Buffer.from(cursor, 'base64url').toString()
  if (!text.startsWith(`${list}:`)) throw new BadUserInput('The cursor is not one of this list')
  return text.slice(list.length + 1)
}

/** Sort values of an item in a list by creation: milliseconds, then the id. */
export type Place = { createdAt: Date; id: string }

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/

/** A cursor that holds sort values alone: no row is looked up for it. */
export const encodePlace = (list: string, { createdAt, id }: Place) =>
  encodeCursor(list, `${createdAt.getTime()}:${id}`)

/** The sort values in a cursor. Throws BAD_USER_INPUT for one of another list. */
export const decodePlace = (list: string, cursor: string): Place => {
  const [time = '', id = ''] = decodeCursor(list, cursor).split(':')
  const createdAt = new Date(Number(time))
  if (!/^\d{1,15}$/.test(time) || !uuid.test(id) || Number.isNaN(createdAt.getTime())) {
    throw new BadUserInput('The cursor is not one of this list')
  }
  return { createdAt, id }
}
