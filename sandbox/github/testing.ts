import { generateKeyPairSync } from 'node:crypto'
import { App } from '@octokit/app'
import { Octokit } from '@octokit/core'
import { paginateRest } from '@octokit/plugin-paginate-rest'
import { demoApp } from './demo.ts'
import { type GithubSandboxOptions, startGithubSandbox } from './server.ts'
import { authorizeAs } from './visitor.ts'

export const clientId = 'Iv23liSandboxClient'
export const clientSecret = 'a-secret-of-the-client'
export const callbackUrl = 'http://127.0.0.1:8000/auth/github/callback'

const appId = 4711
const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

const PagingOctokit = Octokit.plugin(paginateRest)

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** A sandbox, and our App as Octokit speaks for it. */
export const startWithApp = async (options: Partial<GithubSandboxOptions> = {}) => {
  const sandbox = await startGithubSandbox({
    clientId,
    clientSecret,
    callbackUrls: [callbackUrl],
    app: { ...demoApp, id: appId, publicKey: keys.publicKey },
    ...options,
  })
  const app = new App({
    appId,
    privateKey: keys.privateKey,
    oauth: { clientId, clientSecret },
    log: quiet,
    Octokit: Octokit.defaults({ baseUrl: sandbox.apiUrl, log: quiet }),
  })
  const authorizationUrl = (more: { login?: string; redirectUrl?: string } = {}) =>
    app.oauth.getWebFlowAuthorizationUrl({
      state: 'a state, unchanged & whole',
      redirectUrl: callbackUrl,
      ...more,
    }).url
  const codeFor = async (login: string) => {
    const back = new URL(await authorizeAs(authorizationUrl(), login))
    return back.searchParams.get('code') ?? ''
  }
  const signIn = async (login: string) => {
    const code = await codeFor(login)
    const { authentication } = await app.oauth.createToken({ code, redirectUrl: callbackUrl })
    return authentication
  }
  const octokitOf = async (login: string) =>
    new PagingOctokit({ baseUrl: sandbox.apiUrl, auth: (await signIn(login)).token, log: quiet })
  const anonymous = new PagingOctokit({ baseUrl: sandbox.apiUrl, log: quiet })
  return { ...sandbox, app, appId, keys, anonymous, authorizationUrl, codeFor, signIn, octokitOf }
}

/** Octokit's error, for what it says. */
export const errorOf = async (work: Promise<unknown>) => {
  try {
    await work
  } catch (error) {
    return error as Error & { status: number; response?: { data: unknown; headers: object } }
  }
  throw new Error('It was not refused')
}
