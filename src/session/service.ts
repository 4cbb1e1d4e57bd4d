import type { Ctx, Tx } from '#context.ts'
import type { Prisma, Session } from '#generated/prisma/client.ts'
import { hashToken, randomToken } from '#lib/crypto.ts'
import { lifetimeSeconds } from './cookie.ts'
import { SessionNotFound } from './errors.ts'

export { cookieName, sessionCookie } from './cookie.ts'

/** How old, in milliseconds, the note of the last use may get before it is written again. */
const notePrecision = 60 * 60 * 1_000

const expiry = () => new Date(Date.now() + lifetimeSeconds * 1_000)

/** Starts a session; the token is for the cookie and is stored nowhere. */
export const create = async (
  tx: Tx,
  { userId, userAgent }: { userId: string; userAgent: string | null },
): Promise<{ session: Session; token: string }> => {
  const token = randomToken('polar_session_')
  const session = await tx.db.session.create({
    data: {
      userId,
      userAgent: userAgent?.slice(0, 512) ?? null,
      tokenHash: hashToken(tx.config.SECRET, token),
      expiresAt: expiry(),
    },
  })
  return { session, token }
}

const living = () => ({ expiresAt: { gt: new Date() }, user: { deletedAt: null } })

const withUser = {
  user: { include: { memberships: { where: { deletedAt: null } } } },
} satisfies Prisma.SessionInclude

/** The living session that a cookie's token names, with its living user. Using it prolongs it. */
export const use = async (ctx: Ctx, token: string) => {
  const session = await ctx.db.session.findFirst({
    where: { ...living(), tokenHash: hashToken(ctx.config.SECRET, token) },
    include: withUser,
  })
  if (!session) return null
  if (session.lastUsedAt.getTime() < Date.now() - notePrecision) {
    await ctx.db.session.updateMany({
      where: { id: session.id },
      data: { lastUsedAt: new Date(), expiresAt: expiry() },
    })
  }
  return session
}

/** Those of the sessions that live, with their living users. Does not prolong them. */
export const findLiving = (ctx: Ctx, ids: string[]) =>
  ctx.db.session.findMany({ where: { ...living(), id: { in: ids } }, include: withUser })

/** Ends a session of a user. Throws SessionNotFound for one that is over or somebody else's. */
export const revoke = (ctx: Ctx, userId: string, sessionId: string): Promise<void> =>
  ctx.transaction(async (tx) => {
    const { count } = await tx.db.session.deleteMany({ where: { id: sessionId, userId } })
    if (count === 0) throw new SessionNotFound()
    tx.publish('user.access_ended', { userId })
  })

/** Ends all sessions of a user, but one if told so. Returns how many. */
export const revokeAll = async (tx: Tx, userId: string, exceptId?: string | null) => {
  const { count } = await tx.db.session.deleteMany({
    where: { userId, ...(exceptId && { id: { not: exceptId } }) },
  })
  if (count > 0) tx.publish('user.access_ended', { userId })
  return count
}

/** Removes the rows of sessions that are over. */
export const deleteExpired = (ctx: Ctx): Promise<void> =>
  ctx.transaction(async (tx) => {
    await tx.db.session.deleteMany({ where: { expiresAt: { lte: new Date() } } })
  })
