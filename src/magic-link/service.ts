import type { Ctx } from '#context.ts'
import { networkOf } from '#lib/client-network.ts'
import { hashToken } from '#lib/crypto.ts'
import { lock } from '#lib/locks.ts'
import { deleteExpiredCounts } from '#lib/rate-limits.ts'
import { safeReturnAddress } from '#lib/return-address.ts'
import * as mails from '#mail/service.ts'
import * as sessions from '#session/service.ts'
import * as users from '#user/service.ts'
import { InvalidMagicLink } from './errors.ts'
import { mailMagicLink } from './jobs.ts'
import { magicLinkMail } from './mail.ts'

const lifetimeMinutes = 30
/** Links that work at one time for one address, and so the mails that it gets in a lifetime. */
const mostLivingLinks = 5

type LinkRequest = { email: string; returnTo?: string | null }

/**
 * Has a link mailed that signs its reader in, once, within 30 minutes. The answer is the same whether
 * or not we know the address, and when no mail leaves because five links to it still work. Throws
 * InvalidEmailAddress, UnsafeReturnAddress, and RateLimited for a client that asks too often.
 */
export const request = async (ctx: Ctx, input: LinkRequest): Promise<{ email: string }> => {
  const email = users.parseEmail(input.email)
  const returnTo = safeReturnAddress(input.returnTo, ctx.sites)
  if (ctx.clientIp) await ctx.limits.use('magic-link.client', networkOf(ctx.clientIp))
  await ctx.transaction(async (tx) => {
    await lock(tx.db, 'magic-link', email.toLowerCase())
    const living = { userEmail: email, expiresAt: { gt: new Date() } }
    // The links of before are in the mailbox and work: nobody is locked out by another's requests.
    if ((await tx.db.magicLink.count({ where: living })) >= mostLivingLinks) return
    const user = await users.findByEmail(tx, email)
    const expiresAt = new Date(Date.now() + lifetimeMinutes * 60_000)
    const { id } = await tx.db.magicLink.create({
      data: { userEmail: email, userId: user?.id, returnTo, expiresAt },
    })
    await tx.jobs.send(mailMagicLink, { magicLinkId: id, api: ctx.sites.api })
  })
  return { email }
}

/**
 * Makes a link's token and mails it, as a link below `api`. The token follows from the link's id and our secret, so that
 * a job that runs again mails the same link.
 */
export const mail = async (ctx: Ctx, id: string, api = ctx.sites.api): Promise<void> => {
  const token = `polar_ml_${hashToken(ctx.config.SECRET, `magic-link ${id}`)}`
  const { count } = await ctx.transaction((tx) =>
    tx.db.magicLink.updateMany({
      where: { id, expiresAt: { gt: new Date() } },
      data: { tokenHash: hashToken(tx.config.SECRET, token) },
    }),
  )
  if (count === 0) return
  const { userEmail } = await ctx.db.magicLink.findUniqueOrThrow({ where: { id } })
  const url = `${api}/auth/magic-link?token=${token}`
  await mails.send(ctx, { id, to: userEmail, message: magicLinkMail(url, lifetimeMinutes) })
}

/** What a link does, without using it up. Throws InvalidMagicLink. */
export const find = async (ctx: Ctx, token: string) => {
  const link = await ctx.db.magicLink.findFirst({
    where: { tokenHash: hashToken(ctx.config.SECRET, token), expiresAt: { gt: new Date() } },
  })
  if (!link) throw new InvalidMagicLink()
  const { userEmail: email, returnTo } = link
  return { email, returnTo, user: await users.findByEmail(ctx, email) }
}

type Redeemed = { sessionToken: string; returnTo: string | null }

/**
 * Signs in by a link's token, and signs up who is new: the address is shown to be theirs. The
 * link is gone afterwards; of several at the same moment one wins. Throws InvalidMagicLink.
 */
export const redeem = (
  ctx: Ctx,
  { token, userAgent }: { token: string; userAgent: string | null },
): Promise<Redeemed> =>
  ctx.transaction(async (tx) => {
    const tokenHash = hashToken(tx.config.SECRET, token)
    const [link] = await tx.db.$queryRaw<{ user_email: string; return_to: string | null }[]>`
      DELETE FROM magic_link WHERE token_hash = ${tokenHash} AND expires_at > now()
      RETURNING user_email::text, return_to`
    if (!link) throw new InvalidMagicLink()
    const user = await users.signInByEmail(tx, link.user_email)
    const session = await sessions.create(tx, { userId: user.id, userAgent })
    return { sessionToken: session.token, returnTo: link.return_to }
  })

/** Removes links that are too old, and counts of limits that are over. */
export const deleteExpired = (ctx: Ctx): Promise<void> =>
  ctx.transaction(async (tx) => {
    await tx.db.magicLink.deleteMany({ where: { expiresAt: { lte: new Date() } } })
    await deleteExpiredCounts(tx.db)
  })
