const clean = (text: string) => text.replaceAll('\0', '').toWellFormed()

/**
 * A value of JSON as PostgreSQL takes it: that stores neither NUL nor half a surrogate pair, which
 * JSON may carry. The one is left out, the other replaced.
 */
export const storable = (value: unknown): unknown => {
  if (typeof value === 'string') return clean(value)
  if (Array.isArray(value)) return value.map(storable)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, storable(one)]))
}

/** Parses JSON from outside into what is `storable`. Throws a SyntaxError for what is no JSON. */
export const parseJson = (text: string): unknown => {
  const value: unknown = JSON.parse(text)
  return /\\u(0000|d[89a-f])/i.test(text) ? storable(value) : value
}
