import { BadUserInput } from './errors.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The opaque id of a thing of the schema: the type's name and the row's id, in base64url. */
export const encodeId = (type: string, id: string) =>
  Buffer.from(`${type}:${id}`).toString('base64url')

/** Takes an opaque id apart. Throws BAD_USER_INPUT for what is none. */
export const decodeId = (opaque: string): { typename: string; id: string } => {
  const text = Buffer.from(opaque, 'base64url').toString()
  const colon = text.indexOf(':')
  const [typename, id] = [text.slice(0, colon), text.slice(colon + 1)]
  if (!/^[A-Z][A-Za-z]*$/.test(typename) || !uuid.test(id)) {
    throw new BadUserInput(`"${opaque.slice(0, 80)}" is not an id of this API`)
  }
  return { typename, id }
}

/** The row's id in an id that must be of a certain type. Throws BAD_USER_INPUT if it isn't. */
export const rowId = ({ typename, id }: { typename: string; id: string }, wanted: string) => {
  if (typename !== wanted)
    throw new BadUserInput(`An id of ${wanted} is wanted, not of ${typename}`)
  return id
}
