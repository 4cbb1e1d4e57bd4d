/** `%` and `_` stand for anything in SQL's LIKE, which Prisma's text filters become. */
const literally = (text: string) => text.replace(/[\\%_]/g, '\\$&')

/** Prisma filter: begins with this text, as it stands, in any case of letters. */
export const startingWith = (text: string) =>
  ({ startsWith: literally(text), mode: 'insensitive' }) as const

/** Prisma filter: has this text in it, as it stands, in any case of letters. */
export const containing = (text: string) =>
  ({ contains: literally(text), mode: 'insensitive' }) as const

const mostWords = 20
const longestWord = 64

/**
 * A text that somebody typed as a query for PostgreSQL's `to_tsquery`: its words, each also as the
 * beginning of a longer one, any of which may occur. Null if there is no word in it.
 */
export const wordsQuery = (text: string): string | null => {
  const words = (text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).filter(
    (word) => word !== 'OR' && word !== 'AND',
  )
  const distinct = [...new Set(words.map((word) => word.slice(0, longestWord)))]
  return distinct.length > 0
    ? distinct
        .slice(0, mostWords)
        .map((word) => `${word}:*`)
        .join(' | ')
    : null
}
