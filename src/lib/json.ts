/**
 * Parses JSON from outside. PostgreSQL stores neither NUL nor half a surrogate pair, which JSON
 * may carry: the one is left out, the other replaced. Throws a SyntaxError for what is no JSON.
 */
export const parseJson = (text: string): unknown => {
  if (!/\\u(0000|d[89a-f])/i.test(text)) return JSON.parse(text)
  const clean = (value: string) => value.replaceAll('\0', '').toWellFormed()
  return JSON.parse(text, (_key, value: unknown) =>
    typeof value === 'string' ? clean(value) : value,
  )
}
