/** `%` and `_` stand for anything in SQL's LIKE, which Prisma's text filters become. */
const literally = (text: string) => text.replace(/[\\%_]/g, '\\$&')

/** Prisma filter: begins with this text, as it stands, in any case of letters. */
export const startingWith = (text: string) =>
  ({ startsWith: literally(text), mode: 'insensitive' }) as const

/** Prisma filter: has this text in it, as it stands, in any case of letters. */
export const containing = (text: string) =>
  ({ contains: literally(text), mode: 'insensitive' }) as const

/** For Prisma's `count`: of what a text finds, no more rows than the setting are counted. */
export const countLimit = (
  { SEARCH_MATCHES }: { SEARCH_MATCHES: number },
  text: string | null | undefined,
): { take?: number } => (text?.trim() ? { take: SEARCH_MATCHES } : {})

const longestWord = 64

type WordLimits = {
  /** Words that count, the first ones; default 8. */
  words?: number
  /** Shorter words match as a whole alone; default 3. */
  prefixCharacters?: number
}

/**
 * A text that somebody typed as a query for PostgreSQL's `to_tsquery`: its first words, any of which
 * may occur, each that is not too short also as the beginning of a longer one. Null if there is no
 * word in it.
 */
export const wordsQuery = (
  text: string,
  { words: mostWords = 8, prefixCharacters = 3 }: WordLimits = {},
): string | null => {
  const words = (text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).filter(
    (word) => word !== 'OR' && word !== 'AND',
  )
  const distinct = [...new Set(words.map((word) => word.slice(0, longestWord)))]
  if (distinct.length === 0) return null
  return distinct
    .slice(0, mostWords)
    .map((word) => ([...word].length < prefixCharacters ? word : `${word}:*`))
    .join(' | ')
}
