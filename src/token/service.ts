import type { Ctx, Tx } from '#context.ts'
import type { PersonalAccessToken, Prisma } from '#generated/prisma/client.ts'
import { hashToken, randomToken } from '#lib/crypto.ts'
import { canWrite, type Scope } from '#lib/scopes.ts'
import {
  InvalidAccessToken,
  TokenExpiryInvalid,
  TokenNameInvalid,
  TokenNotFound,
  TokenScopesInvalid,
} from './errors.ts'

/** What every token begins with, so that scanners for leaked secrets know it. */
export const tokenPrefix = 'polar_pat_'

/** How old, in milliseconds, the note of the last use may get before it is written again. */
const notePrecision = 60 * 1_000

/** A token lasts this many days at most, if it ends at all. */
const maximumDays = 366

const checkName = (name: string) => {
  const trimmed = name.trim()
  if (trimmed.length < 1 || trimmed.length > 100 || /\p{C}/u.test(trimmed)) {
    throw new TokenNameInvalid()
  }
  return trimmed
}

const checkExpiry = (expiresAt: Date | null, scopes: readonly Scope[]) => {
  if (!expiresAt) {
    if (!canWrite(scopes)) return
    throw new TokenExpiryInvalid('A token that can change things must expire')
  }
  const days = (expiresAt.getTime() - Date.now()) / 86_400_000
  if (days <= 0 || days > maximumDays) {
    throw new TokenExpiryInvalid(`It must expire within ${maximumDays} days from now`)
  }
}

type NewToken = { name: string; scopes: readonly Scope[]; expiresAt: Date | null }

/**
 * Makes a token; its text is in the answer alone and stored nowhere. Throws TokenNameInvalid,
 * TokenScopesInvalid, or TokenExpiryInvalid: only a read-only token may last for ever.
 */
export const create = async (
  ctx: Ctx,
  userId: string,
  { name, scopes, expiresAt }: NewToken,
): Promise<{ row: PersonalAccessToken; token: string }> => {
  if (scopes.length === 0) throw new TokenScopesInvalid()
  checkExpiry(expiresAt, scopes)
  const token = randomToken(tokenPrefix)
  const data = {
    userId,
    expiresAt,
    name: checkName(name),
    scopes: [...new Set(scopes)],
    tokenHash: hashToken(ctx.config.SECRET, token),
    tokenHint: token.slice(-4),
  }
  const row = await ctx.transaction((tx) => tx.db.personalAccessToken.create({ data }))
  return { row, token }
}

const living = () => ({
  deletedAt: null,
  OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
  user: { deletedAt: null },
})

const withUser = {
  user: { include: { memberships: { where: { deletedAt: null } } } },
} satisfies Prisma.PersonalAccessTokenInclude

/** The living token with this text, with its living user. Throws InvalidAccessToken. */
export const use = async (ctx: Ctx, token: string) => {
  const row = await ctx.db.personalAccessToken.findFirst({
    where: { ...living(), tokenHash: hashToken(ctx.config.SECRET, token) },
    include: withUser,
  })
  if (!row) throw new InvalidAccessToken()
  const now = new Date()
  if (!row.lastUsedAt || row.lastUsedAt.getTime() < now.getTime() - notePrecision) {
    await ctx.db.personalAccessToken.updateMany({
      where: { id: row.id },
      data: { lastUsedAt: now },
    })
  }
  return row
}

/** Those of the tokens that live, with their living users. */
export const findLiving = (ctx: Ctx, ids: string[]) =>
  ctx.db.personalAccessToken.findMany({
    where: { ...living(), id: { in: ids } },
    include: withUser,
  })

/** Gives a token of a user another name. Throws TokenNotFound or TokenNameInvalid. */
export const rename = async (ctx: Ctx, userId: string, id: string, name: string) => {
  const data = { name: checkName(name) }
  return ctx.transaction(async (tx) => {
    const where = { id, userId, deletedAt: null }
    const { count } = await tx.db.personalAccessToken.updateMany({ where, data })
    if (count === 0) throw new TokenNotFound()
  })
}

/** Revokes a token of a user, from now on. Throws TokenNotFound. */
export const revoke = (ctx: Ctx, userId: string, id: string): Promise<void> =>
  ctx.transaction(async (tx) => {
    const { count } = await tx.db.personalAccessToken.updateMany({
      where: { id, userId, deletedAt: null },
      data: { deletedAt: new Date() },
    })
    if (count === 0) throw new TokenNotFound()
    tx.publish('user.access_ended', { userId })
  })

/** Revokes all tokens of a user. */
export const revokeAll = async (tx: Tx, userId: string) => {
  const { count } = await tx.db.personalAccessToken.updateMany({
    where: { userId, deletedAt: null },
    data: { deletedAt: new Date() },
  })
  if (count > 0) tx.publish('user.access_ended', { userId })
}
