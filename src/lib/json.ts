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

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c]
const [openingBracket, openingBrace, closingBracket, closingBrace] = [0x5b, 0x7b, 0x5d, 0x7d]

/**
 * Levels of a text of JSON, and its commas, of which there is one between two values; known without
 * parsing it, in linear time.
 */
export const measureJson = (text: string): { levels: number; commas: number } => {
  let depth = 0
  let levels = 0
  let commas = 0
  let isInString = false
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index)
    if (isInString && character === backslash) index += 1
    else if (character === quote) isInString = !isInString
    else if (isInString) continue
    else if (character === openingBracket || character === openingBrace) depth += 1
    else if (character === closingBracket || character === closingBrace) depth -= 1
    else if (character === comma) commas += 1
    if (depth > levels) levels = depth
  }
  return { levels, commas }
}
