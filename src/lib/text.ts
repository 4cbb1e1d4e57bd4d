/** `%` and `_` stand for anything in SQL's LIKE, which Prisma's text filters become. */
const literally = (text: string) => text.replace(/[\\%_]/g, '\\$&')

/** Prisma filter: begins with this text, as it stands, in any case of letters. */
export const startingWith = (text: string) =>
  ({ startsWith: literally(text), mode: 'insensitive' }) as const

/** Prisma filter: has this text in it, as it stands, in any case of letters. */
export const containing = (text: string) =>
  ({ contains: literally(text), mode: 'insensitive' }) as const
