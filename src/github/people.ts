import type { Ctx } from '#context.ts'
import { messageOf } from '#lib/errors.ts'
import { asPublic, asUser } from './client.ts'
import { GithubNotFound } from './errors.ts'
import { userToken } from './user-token.ts'

export type Person = { login: string; avatarUrl: string }

/** GitHub logins are at most 39 characters of letters, digits and hyphens; some old ones end in one. */
const isLogin = (text: string) => /^[a-z\d][a-z\d-]{0,38}$/i.test(text)

/**
 * A person on GitHub ("Get a user"), asked for by one of our users. Null where there is none, or
 * where GitHub can't be asked, which is logged. Throws RateLimited past 300 an hour.
 */
export const findPerson = async (
  ctx: Ctx,
  userId: string,
  login: string,
): Promise<Person | null> => {
  if (!isLogin(login)) return null
  await ctx.limits.use('github.lookup', userId)
  try {
    const token = await userToken(ctx, userId)
    const client = token ? asUser(ctx, token) : asPublic(ctx)
    const { data } = await client.request('GET /users/{username}', { username: login })
    return data.type === 'User' ? { login: data.login, avatarUrl: data.avatar_url } : null
  } catch (error) {
    if (!(error instanceof GithubNotFound)) {
      ctx.log.warn({ err: error }, `GitHub: a person was not looked up: ${messageOf(error)}`)
    }
    return null
  }
}
