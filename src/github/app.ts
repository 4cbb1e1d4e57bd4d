import { createPrivateKey } from 'node:crypto'
import { App } from '@octokit/app'
import type { Ctx } from '#context.ts'
import type { Env } from '#env.ts'
import { messageOf } from '#lib/errors.ts'
import { type OctokitSettings, octokitFor } from './octokit.ts'

type GithubSettings = OctokitSettings &
  Pick<Env, 'GITHUB_APP_ID' | 'GITHUB_APP_PRIVATE_KEY'> &
  Partial<Pick<Env, 'GITHUB_CLIENT_ID' | 'GITHUB_CLIENT_SECRET'>>

const checkKey = (pem: string) => {
  try {
    createPrivateKey(pem)
  } catch (error) {
    throw new Error(`GITHUB_APP_PRIVATE_KEY is not a whole private key: ${messageOf(error)}`)
  }
}

/**
 * Our GitHub App: `octokit` acts as the App itself, `oauth` signs people in. A request fails after
 * 20 seconds.
 *
 * Throws a sentence that names the setting when there is no App or its key can't be read.
 */
export const createGithubApp = (env: GithubSettings) => {
  const { GITHUB_APP_ID: appId, GITHUB_APP_PRIVATE_KEY: privateKey } = env
  if (!appId || !privateKey) {
    throw new Error('There is no GitHub App: set GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY')
  }
  checkKey(privateKey)
  return new App({
    appId,
    privateKey,
    Octokit: octokitFor(env, 'app'),
    oauth: { clientId: env.GITHUB_CLIENT_ID ?? '', clientSecret: env.GITHUB_CLIENT_SECRET ?? '' },
  })
}

/** Whether this server has a GitHub App at all: without one, GitHub can't be asked in its name. */
export const hasApp = ({ config }: Pick<Ctx, 'config'>) =>
  Boolean(config.GITHUB_APP_ID && config.GITHUB_APP_PRIVATE_KEY)

const apps = new WeakMap<GithubSettings, ReturnType<typeof createGithubApp>>()

/**
 * The GitHub App of this process, made when first needed. Throws a sentence that names the
 * settings when there is none, or none that people can sign in with.
 */
export const githubOf = ({ config }: Pick<Ctx, 'config'>) => {
  const app = apps.get(config) ?? createGithubApp(config)
  apps.set(config, app)
  return app
}
