import { setTimeout as sleep } from 'node:timers/promises'
import type { Ctx } from '#context.ts'
import * as oauthAccounts from '#oauth-account/service.ts'
import { renewTokens } from './identity.ts'

/** Tokens that end within this many milliseconds are renewed before use. */
const renewBefore = 30 * 60 * 1_000

/**
 * A token with which we act for a user on GitHub, renewed if it ends within 30 minutes; of
 * several processes one renews it and the others wait. Null if no account is connected.
 * Throws what GitHub says when it does not renew.
 */
export const userToken = async (ctx: Ctx, userId: string): Promise<string | null> => {
  for (let attempt = 0; attempt < 100; attempt++) {
    const account = await oauthAccounts.findOf(ctx, userId)
    if (!account) return null
    const { accessToken, refreshToken } = oauthAccounts.tokensOf(ctx, account)
    const ends = account.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY
    if (ends > Date.now() + renewBefore || !refreshToken) return accessToken
    if (!(await oauthAccounts.claimRenewal(ctx, account))) {
      await sleep(200)
      continue
    }
    try {
      const renewed = await renewTokens(ctx, refreshToken)
      await oauthAccounts.finishRenewal(ctx, account, renewed)
      return renewed.accessToken
    } catch (error) {
      await oauthAccounts.finishRenewal(ctx, account, null)
      throw error
    }
  }
  throw new Error('The tokens of this account are being renewed for too long')
}
