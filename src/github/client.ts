import type { Ctx } from '#context.ts'
import { hashToken } from '#lib/crypto.ts'
import { messageOf } from '#lib/errors.ts'
import { TryLater } from '#lib/jobs.ts'
import { githubOf } from './app.ts'
import { forgetInstallationToken, installationToken } from './installation-token.ts'
import { octokitFor } from './octokit.ts'
import { type Github, type GithubCtx, githubAs } from './request.ts'

export { createGithubApp, githubOf, hasApp } from './app.ts'
export { forgetInstallationToken } from './installation-token.ts'

const octokitWith = ({ config }: Pick<Ctx, 'config'>, id: string, token: string | undefined) => {
  const IdentifiedOctokit = octokitFor(config, id)
  return new IdentifiedOctokit(token ? { auth: token } : {})
}

/** Who a token belongs to, without giving the token away. */
const personOf = ({ config }: Pick<Ctx, 'config'>, accessToken: string) =>
  `user:${hashToken(config.SECRET, accessToken).slice(0, 32)}`

/** GitHub's REST API as one person sees it. A request that fails has failed. */
export const userOctokit = (ctx: Pick<Ctx, 'config'>, accessToken: string) => {
  const PersonalOctokit = octokitFor(ctx.config, personOf(ctx, accessToken))
  return new PersonalOctokit({ auth: accessToken, retry: { enabled: false } })
}

/** Throws TryLater while there is no App: what is to be done with it waits until there is one. */
const appOctokit = (ctx: GithubCtx) => {
  if (ctx.config.GITHUB_APP_ID === undefined) {
    throw new TryLater('There is no GitHub App: set GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY')
  }
  return githubOf(ctx).octokit
}

/** GitHub as our App itself: its registration, its installations, its webhook deliveries. */
export const asApp = (ctx: GithubCtx): Github =>
  githubAs(ctx, { kind: 'app', id: 'app', octokit: async () => appOctokit(ctx) })

/** GitHub as an installation of our App, by GitHub's id: what its account has opened to us. */
export const asInstallation = (ctx: GithubCtx, installationId: bigint): Github => {
  const id = `installation:${installationId}`
  let token: string | undefined
  return githubAs(ctx, {
    kind: 'installation',
    id,
    octokit: async () => {
      token = await installationToken(ctx, asApp(ctx), installationId)
      return octokitWith(ctx, id, token)
    },
    renew: () => forgetInstallationToken(ctx, installationId, { refused: token }),
  })
}

/** GitHub as a person, by the access token they gave us. */
export const asUser = (ctx: GithubCtx, accessToken: string): Github => {
  const id = personOf(ctx, accessToken)
  return githubAs(ctx, {
    kind: 'user',
    id,
    octokit: async () => octokitWith(ctx, id, accessToken),
  })
}

/**
 * GitHub as anybody, for public repositories that don't have our App: with `GITHUB_TOKEN`, or
 * without a name and 60 requests an hour.
 */
export const asPublic = (ctx: GithubCtx): Github =>
  githubAs(ctx, {
    kind: 'public',
    id: 'public',
    octokit: async () => octokitWith(ctx, 'public', ctx.config.GITHUB_TOKEN),
  })

/**
 * How many requests of this hour an installation has left; null when that can't be read. Asking
 * counts toward no limit.
 */
export const rateLimitOf = async (
  ctx: GithubCtx,
  installationId: bigint,
): Promise<number | null> => {
  try {
    const { data } = await asInstallation(ctx, installationId).request('GET /rate_limit', {})
    return data.resources.core.remaining
  } catch (error) {
    ctx.log.warn({ installationId: `${installationId}` }, `GitHub: ${messageOf(error)}`)
    return null
  }
}
