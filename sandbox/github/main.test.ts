import { fork } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { App } from '@octokit/app'
import { Octokit } from '@octokit/core'
import { expect, test } from 'vitest'
import { demoApp } from './demo.ts'
import { callbackUrl, clientId, clientSecret } from './testing.ts'

const main = fileURLToPath(new URL('main.ts', import.meta.url))

const start = (env: Record<string, string>) =>
  fork(main, { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })

const settings = {
  GITHUB_CLIENT_ID: clientId,
  GITHUB_CLIENT_SECRET: clientSecret,
  GITHUB_CALLBACK_URL: callbackUrl,
}

const serve = async () => {
  const child = start(settings)
  const [{ ready }] = await once(child, 'message')
  const answer = await fetch(`${ready}/api/v3/users/ada-demo`)
  expect(answer.status).toBe(200)
  return child
}

test.each(['SIGTERM', 'SIGINT'] as const)('serves until %s', async (signal) => {
  const child = await serve()
  child.kill(signal)
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('knows the App by the key that the product signs with', async () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const child = start({
    ...settings,
    GITHUB_APP_ID: '7',
    GITHUB_APP_PRIVATE_KEY: privateKey.replaceAll('\n', '\\n'),
  })
  const [{ ready }] = await once(child, 'message')
  const PlainOctokit = Octokit.defaults({ baseUrl: `${ready}/api/v3` })
  const app = new App({ appId: 7, privateKey, Octokit: PlainOctokit })
  expect((await app.octokit.request('GET /app')).data).toMatchObject({ id: 7, ...demoApp })
  child.kill()
  await once(child, 'exit')
})

test('ends with its parent', async () => {
  const child = await serve()
  child.disconnect()
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('is the same GitHub again at its next start', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'github-sandbox-'))
  const env = { ...settings, GITHUB_SANDBOX_FILE: join(folder, 'github.json') }
  const run = async (work: (url: string, token: string) => Promise<void>) => {
    const child = start(env)
    const [{ ready, token }] = await once(child, 'message')
    await work(ready, token)
    child.kill()
    await once(child, 'exit')
    return ready
  }
  const issue = async (url: string, token: string) => {
    const headers = { authorization: `Bearer ${token}` }
    return fetch(`${url}/api/v3/repos/acme/rocket/issues/64`, { headers })
  }
  let firstToken = ''
  const first = await run(async (url, token) => {
    firstToken = token
    await fetch(`${url}/_sandbox/openIssue`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ repository: 'acme/rocket', title: 'To stay' }),
    })
  })
  const second = await run(async (url) => {
    const answer = await issue(url, firstToken)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ title: 'To stay', user: { login: 'ada-demo' } })
  })
  expect(second).toBe(first)
  await writeFile(env.GITHUB_SANDBOX_FILE, '{')
  const child = start(env)
  const said: string[] = []
  child.stderr?.on('data', (data) => said.push(`${data}`))
  expect(await once(child, 'close')).toEqual([1, null])
  expect(said.join('')).toMatch(/github\.json is not a GitHub of this sandbox: delete it/)
  await rm(folder, { recursive: true })
})

test('names every setting it lacks', async () => {
  const child = start({ GITHUB_CALLBACK_URL: 'nowhere', GITHUB_APP_PRIVATE_KEY: 'no key' })
  const said: string[] = []
  child.stderr?.on('data', (data) => said.push(`${data}`))
  const [code] = await once(child, 'close')
  expect(code).toBe(1)
  for (const name of [...Object.keys(settings), 'GITHUB_APP_PRIVATE_KEY']) {
    expect(said.join('')).toContain(name)
  }
})
