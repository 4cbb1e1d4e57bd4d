import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import type { Ctx, Tx } from '#context.ts'
import type { Prisma } from '#generated/prisma/client.ts'
import * as issues from '#issue/service.ts'
import { countUse } from '#lib/rate-limits.ts'
import { claimLifetimeSeconds } from '../claim-cookie.ts'
import { PledgeNotFound } from '../errors.ts'
import { type Claim, ownIntent } from './own-intent.ts'

/** Tells this token from all others that the same secret signs. */
const type = 'pledge-claim+jwt'

const claims = z.object({ paymentId: z.string().max(255) })

const keyOf = ({ config }: Pick<Ctx, 'config'>) => new TextEncoder().encode(config.SECRET)

/** The token that makes the pledge of a payment intent the user's who signs in with it. */
export const signClaim = (ctx: Pick<Ctx, 'config'>, paymentId: string): Promise<string> =>
  new SignJWT({ paymentId })
    .setProtectedHeader({ alg: 'HS256', typ: type })
    .setExpirationTime(`${claimLifetimeSeconds}s`)
    .sign(keyOf(ctx))

/**
 * A token for a browser whose client secret shows that it made a pledge: whoever signs in in that
 * browser within 15 minutes gets the pledge, unless its payer has signed in before. Throws PaymentIntentNotFound
 * for an intent that is not the browser's, PledgeNotFound for one without a pledge; RateLimited,
 * StripeUnavailable.
 */
export const claimPledge = async (ctx: Ctx, claim: Claim): Promise<string> => {
  await countUse(ctx, 'pledge.create')
  const { id: paymentId } = await ownIntent(ctx, claim)
  if (!(await ctx.db.pledge.findUnique({ where: { paymentId } }))) throw new PledgeNotFound()
  return signClaim(ctx, paymentId)
}

const paymentIdIn = async (tx: Tx, token: string): Promise<string | null> => {
  const options = { typ: type, algorithms: ['HS256'], requiredClaims: ['exp'] }
  const verified = await jwtVerify(token, keyOf(tx), options).catch(() => null)
  return claims.safeParse(verified?.payload).data?.paymentId ?? null
}

/** A payer whom an address made: nobody has shown yet that it is theirs. */
const nobodyYet: Prisma.PledgeWhereInput = {
  byUser: { isEmailVerified: false, oauthAccounts: { none: {} }, sessions: { none: {} } },
}

/**
 * Makes the pledge that a token of `claimPledge` names the user's. A pledge stays with a payer who has ever
 * signed in; a token that is forged or over changes nothing, as signing in does not depend on it.
 */
export const adopt = async (tx: Tx, token: string, userId: string): Promise<void> => {
  const paymentId = await paymentIdIn(tx, token)
  const pledge = paymentId && (await tx.db.pledge.findUnique({ where: { paymentId } }))
  if (!pledge) return
  await issues.lockFunding(tx, pledge.issueId)
  const { count } = await tx.db.pledge.updateMany({
    where: { id: pledge.id, byOrganizationId: null, OR: [{ byUserId: null }, nobodyYet] },
    data: { byUserId: userId },
  })
  if (count === 0) return
  await tx.emit('pledge.updated', { pledgeId: pledge.id, issueId: pledge.issueId })
}
