import { z } from 'zod'
import type { Ctx } from '#context.ts'
import type { Tokens } from '#oauth-account/service.ts'
import type { Profile } from '#user/service.ts'
import * as users from '#user/service.ts'
import { githubOf, userOctokit } from './client.ts'
import {
  NoPrimaryEmail,
  SignInCodeRejected,
  UnverifiedPrimaryEmail,
  UserTokensMustExpire,
} from './errors.ts'

/** Who somebody is on GitHub. */
export type Identity = {
  accountId: bigint
  email: string
  isEmailVerified: boolean
  profile: Profile
}

/** That somebody may act for the account of an installation. */
export type Role = { accountId: bigint; isAdmin: boolean }

const tokens = z.object({
  token: z.string(),
  expiresAt: z.coerce.date(),
  refreshToken: z.string(),
  refreshTokenExpiresAt: z.coerce.date(),
})

/** Throws UserTokensMustExpire when GitHub's answer has no refresh token. */
const toTokens = (authentication: unknown): Tokens => {
  const { data } = tokens.safeParse(authentication)
  if (!data) throw new UserTokensMustExpire()
  const { token, ...rest } = data
  return { accessToken: token, ...rest }
}

/**
 * Exchanges a code for a person's tokens. Throws SignInCodeRejected, UnverifiedPrimaryEmail,
 * UserTokensMustExpire.
 */
export const exchangeCode = async (ctx: Ctx, code: string): Promise<Tokens> => {
  const { oauth } = githubOf(ctx)
  const { authentication } = await oauth.createToken({ code }).catch((error) => {
    if (!(error instanceof Error && 'response' in error)) throw error
    if (error.message.includes('unverified_user_email')) throw new UnverifiedPrimaryEmail()
    throw new SignInCodeRejected(error.message)
  })
  return toTokens(authentication)
}

/** New tokens for old ones. Throws what GitHub says when it does not take the refresh token. */
export const renewTokens = async (ctx: Ctx, refreshToken: string): Promise<Tokens> => {
  const { authentication } = await githubOf(ctx).oauth.refreshToken({ refreshToken })
  return toTokens(authentication)
}

/** Who a token belongs to. Throws NoPrimaryEmail, InvalidEmailAddress. */
export const identify = async (ctx: Ctx, accessToken: string): Promise<Identity> => {
  const octokit = userOctokit(ctx, accessToken)
  const [{ data: user }, emails] = await Promise.all([
    octokit.request('GET /user'),
    octokit.paginate('GET /user/emails', { per_page: 100 }),
  ])
  const primary = emails.find((email) => email.primary)
  if (!primary) throw new NoPrimaryEmail()
  return {
    accountId: BigInt(user.id),
    email: users.parseEmail(primary.email),
    isEmailVerified: primary.verified,
    profile: {
      login: user.login,
      name: user.name,
      avatarUrl: user.avatar_url,
      profile: {
        platform: 'github',
        bio: user.bio,
        company: user.company,
        blog: user.blog,
        location: user.location,
        hireable: user.hireable,
        twitter: user.twitter_username,
        publicRepos: user.public_repos,
        publicGists: user.public_gists,
        followers: user.followers,
        following: user.following,
        createdAt: user.created_at,
        updatedAt: user.updated_at,
      },
    },
  }
}

/**
 * For which accounts, of those that have our App and that a token sees, somebody may act: their
 * own, and organizations of which they are an active member. One that can't be asked is logged.
 */
export const rolesOf = async (
  ctx: Ctx,
  accessToken: string,
  accountId: bigint,
): Promise<Role[]> => {
  const octokit = userOctokit(ctx, accessToken)
  const installations = await octokit.paginate('GET /user/installations', { per_page: 100 })
  const roles = await Promise.all(
    installations.map(async ({ account }): Promise<Role | null> => {
      if (!account || !('login' in account)) return null
      const id = BigInt(account.id)
      if (id === accountId) return { accountId: id, isAdmin: true }
      try {
        const { data } = await octokit.request('GET /user/memberships/orgs/{org}', {
          org: account.login,
        })
        return data.state === 'active' ? { accountId: id, isAdmin: data.role === 'admin' } : null
      } catch (error) {
        ctx.log.warn({ err: error, organization: account.login }, 'membership not read')
        return null
      }
    }),
  )
  return roles.filter((role) => role !== null)
}
