import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { App } from '@octokit/app'
import { Octokit } from '@octokit/core'
import { paginateRest } from '@octokit/plugin-paginate-rest'
import { demoApp } from './demo.ts'
import { type GithubSandboxOptions, startGithubSandbox } from './server.ts'
import { authorizeAs } from './visitor.ts'

export const clientId = 'Iv23liSandboxClient'
export const clientSecret = 'a-secret-of-the-client'
export const webhookSecret = 'a-secret-of-the-webhook'
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
  const octokitWith = (token?: string) =>
    new PagingOctokit({ baseUrl: sandbox.apiUrl, auth: token, log: quiet })
  /** With a personal access token, that knows nothing of the App. */
  const personalOctokit = (login: string) =>
    octokitWith(sandbox.control.issueToken({ login }).token)
  /** The App in its installation on an account. */
  const installed = (login: string) => {
    const { accounts, installations } = sandbox.world
    const account = accounts.find((one) => one.login === login)
    const { id } = installations.find(({ accountId }) => accountId === account?.id) ?? { id: 0 }
    return app.getInstallationOctokit(id)
  }
  /** Settings with which our server uses this sandbox. */
  const settings = {
    GITHUB_API_URL: sandbox.apiUrl,
    GITHUB_APP_ID: `${appId}`,
    GITHUB_APP_PRIVATE_KEY: keys.privateKey,
    GITHUB_CLIENT_ID: clientId,
    GITHUB_CLIENT_SECRET: clientSecret,
    GITHUB_WEBHOOK_SECRET: webhookSecret,
  }
  return {
    ...sandbox,
    app,
    appId,
    keys,
    settings,
    anonymous: octokitWith(),
    authorizationUrl,
    codeFor,
    signIn,
    octokitOf,
    octokitWith,
    personalOctokit,
    installed,
  }
}

export type TestGithub = Awaited<ReturnType<typeof startWithApp>>

type Received = { headers: IncomingHttpHeaders; body: string }

/** A receiver of webhooks: what it was sent, oldest first. It answers 200 unless told otherwise. */
export const startReceiver = async () => {
  const received: Received[] = []
  const answer = { status: 200 }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
    response.writeHead(answer.status).end('noted')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/webhooks/github`,
    received,
    answer,
    /** Kinds in order, `issues.opened`. */
    kinds: () =>
      received.map(({ headers, body }) => {
        const { action } = JSON.parse(body) as { action?: string }
        const event = `${headers['x-github-event']}`
        return action === undefined ? event : `${event}.${action}`
      }),
    /** The last payload of a kind. */
    payload: (kind: string) => {
      const [event, action] = kind.split('.')
      const bodies = received
        .filter(({ headers }) => headers['x-github-event'] === event)
        .map(({ body }) => JSON.parse(body))
      return bodies.findLast((body) => body.action === action)
    },
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
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
