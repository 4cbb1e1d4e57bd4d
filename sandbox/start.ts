// npm start: where no keys of the real services are set, their sandboxes stand in.
import { fork } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Env, loadEnv } from '#env.ts'
import { fail } from '#lib/process.ts'

const newKey = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey

/** The App's key, the same at every start. */
const keyIn = (dataDir: string): string => {
  const file = join(dataDir, 'github-sandbox.pem')
  if (existsSync(file)) return readFileSync(file, 'utf8')
  const key = newKey()
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(file, key, { mode: 0o600 })
  return key
}

const startGithub = async (env: Env) => {
  const publicUrl = env.PUBLIC_URL ?? `http://${env.HOST}:${env.PORT}`
  const settings = {
    GITHUB_APP_ID: '1',
    GITHUB_APP_PRIVATE_KEY: keyIn(env.DATA_DIR),
    GITHUB_CLIENT_ID: 'Iv23liSandbox',
    GITHUB_CLIENT_SECRET: 'the-secret-of-the-sandbox',
  }
  const child = fork(new URL('./github/main.ts', import.meta.url), {
    env: {
      ...process.env,
      ...settings,
      GITHUB_CALLBACK_URL: `${publicUrl}/auth/github/callback`,
      GITHUB_WEBHOOK_URL: `${publicUrl}/webhooks/github`,
      GITHUB_WEBHOOK_SECRET: env.GITHUB_WEBHOOK_SECRET,
      GITHUB_SANDBOX_FILE: join(env.DATA_DIR, 'github-sandbox.json'),
    },
  })
  const ended = once(child, 'exit').then(() => {
    throw new Error("GitHub's sandbox did not start")
  })
  const started = once(child, 'message') as Promise<[{ ready: string; token?: string }]>
  const [{ ready, token }] = await Promise.race([started, ended])
  ended.catch(() => {})
  child.unref()
  child.channel?.unref()
  Object.assign(process.env, settings, {
    GITHUB_API_URL: `${ready}/api/v3`,
    ...(token && { GITHUB_TOKEN: token }),
  })
  return ready
}

/** Has everything read that happened there while nobody listened, or was there at first. */
const announce = (sandboxUrl: string) =>
  fetch(`${sandboxUrl}/_sandbox/announceInstallations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  })

const start = async () => {
  const env = loadEnv()
  const hasKeys = env.GITHUB_CLIENT_ID !== undefined || env.GITHUB_APP_ID !== undefined
  const needsSandbox = env.NODE_ENV === 'development' && !hasKeys
  const sandboxUrl = needsSandbox ? await startGithub(env) : null
  await import('#start.ts')
  if (sandboxUrl) await announce(sandboxUrl)
}

await start().catch(fail)
