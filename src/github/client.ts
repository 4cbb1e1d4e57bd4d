import { createPrivateKey } from 'node:crypto'
import { App } from '@octokit/app'
import { Octokit } from '@octokit/core'
import { paginateRest } from '@octokit/plugin-paginate-rest'
import type { Ctx } from '#context.ts'
import type { Env } from '#env.ts'
import { messageOf } from '#lib/errors.ts'

type GithubSettings = Pick<Env, 'GITHUB_APP_ID' | 'GITHUB_APP_PRIVATE_KEY' | 'GITHUB_API_URL'> &
  Partial<Pick<Env, 'GITHUB_CLIENT_ID' | 'GITHUB_CLIENT_SECRET'>>

/** GitHub itself gives up on a request after 10 seconds. */
const patienceMs = 20_000

/** A GitHub that takes the connection and never answers would hold a job for minutes. */
const fetchInTime = (address: string, options: RequestInit = {}) => {
  const limit = AbortSignal.timeout(patienceMs)
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit
  return fetch(address, { ...options, signal })
}

const checkKey = (pem: string) => {
  try {
    createPrivateKey(pem)
  } catch (error) {
    throw new Error(`GITHUB_APP_PRIVATE_KEY is not a whole private key: ${messageOf(error)}`)
  }
}

const octokitFor = (apiUrl: string) =>
  Octokit.plugin(paginateRest).defaults({
    baseUrl: apiUrl.replace(/\/+$/, ''),
    userAgent: 'polar-server',
    request: { fetch: fetchInTime },
  })

/**
 * Our GitHub App, for GitHub's REST API: `octokit` acts as the App itself,
 * `getInstallationOctokit(id)` as one of its installations. A request fails after 20 seconds.
 *
 * Throws a sentence that names the setting when there is no App or its key can't be read.
 */
export const createGithubApp = (env: GithubSettings) => {
  const { GITHUB_APP_ID: appId, GITHUB_APP_PRIVATE_KEY: privateKey, GITHUB_API_URL } = env
  if (!appId || !privateKey) {
    throw new Error('There is no GitHub App: set GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY')
  }
  checkKey(privateKey)
  return new App({
    appId,
    privateKey,
    Octokit: octokitFor(GITHUB_API_URL),
    oauth: { clientId: env.GITHUB_CLIENT_ID ?? '', clientSecret: env.GITHUB_CLIENT_SECRET ?? '' },
  })
}

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

/** GitHub's REST API as one person sees it. */
export const userOctokit = ({ config }: Pick<Ctx, 'config'>, accessToken: string) => {
  const PersonalOctokit = octokitFor(config.GITHUB_API_URL)
  return new PersonalOctokit({ auth: accessToken })
}
