import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { App } from '@octokit/app'
import { Octokit } from '@octokit/core'
import { paginateRest } from '@octokit/plugin-paginate-rest'
import { demoApp } from './demo.ts'
import { type GithubSandbox, type GithubSandboxOptions, startGithubSandbox } from './server.ts'
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

const appOf = ({ apiUrl }: GithubSandbox) =>
  new App({
    appId,
    privateKey: keys.privateKey,
    oauth: { clientId, clientSecret },
    log: quiet,
    Octokit: Octokit.defaults({ baseUrl: apiUrl, log: quiet }),
  })

/** Signing in, as a browser and our server do it together. */
const signingIn = (app: App) => {
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
  return { authorizationUrl, codeFor, signIn }
}

/** An Octokit client for each kind of token. */
const clientsOf = ({ apiUrl, control, world }: GithubSandbox, app: App) => {
  const octokitWith = (token?: string) =>
    new PagingOctokit({ baseUrl: apiUrl, auth: token, log: quiet })
  return {
    octokitWith,
    anonymous: octokitWith(),
    /** With a token that the App was given. */
    octokitOf: async (login: string) => octokitWith((await signingIn(app).signIn(login)).token),
    /** With a personal access token, that knows nothing of the App. */
    personalOctokit: (login: string) => octokitWith(control.issueToken({ login }).token),
    /** The App in its installation on an account. */
    installed: (login: string) => {
      const account = world.accounts.find((one) => one.login === login)
      const { id } = world.installations.find(({ accountId }) => accountId === account?.id) ?? {
        id: 0,
      }
      return app.getInstallationOctokit(id)
    },
  }
}

/** Settings with which our server uses a sandbox. */
const settingsOf = ({ apiUrl, control, world }: GithubSandbox) => ({
  GITHUB_API_URL: apiUrl,
  // Of somebody who belongs nowhere, to read what is public.
  ...(world.accounts.some(({ login }) => login === 'margaret-demo') && {
    GITHUB_TOKEN: control.issueToken({ login: 'margaret-demo', isReused: true }).token,
  }),
  GITHUB_APP_ID: `${appId}`,
  GITHUB_APP_PRIVATE_KEY: keys.privateKey,
  GITHUB_CLIENT_ID: clientId,
  GITHUB_CLIENT_SECRET: clientSecret,
  GITHUB_WEBHOOK_SECRET: webhookSecret,
})

/** A sandbox, and our App as Octokit speaks for it. */
export const startWithApp = async (options: Partial<GithubSandboxOptions> = {}) => {
  const sandbox = await startGithubSandbox({
    clientId,
    clientSecret,
    callbackUrls: [callbackUrl],
    app: { ...demoApp, id: appId, publicKey: keys.publicKey },
    ...options,
  })
  const app = appOf(sandbox)
  const settings = settingsOf(sandbox)
  return { ...sandbox, app, appId, keys, settings, ...signingIn(app), ...clientsOf(sandbox, app) }
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
