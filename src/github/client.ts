import { createPrivateKey } from 'node:crypto'
import { App } from '@octokit/app'
import { Octokit } from '@octokit/core'
import type { Env } from '#env.ts'
import { messageOf } from '#lib/errors.ts'

type GithubSettings = Pick<Env, 'GITHUB_APP_ID' | 'GITHUB_APP_PRIVATE_KEY' | 'GITHUB_API_URL'>

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
    Octokit: Octokit.defaults({
      baseUrl: GITHUB_API_URL.replace(/\/+$/, ''),
      userAgent: 'polar-server',
      request: { fetch: fetchInTime },
    }),
  })
}
