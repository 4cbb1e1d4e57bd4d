import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Env } from '#env.ts'
import { startSandbox } from '../lib/child.ts'

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

/** Starts GitHub's sandbox, and has the App of this process's settings be known there; its address. */
export const startGithub = async (env: Env, publicUrl: string): Promise<string> => {
  const settings = {
    GITHUB_APP_ID: '1',
    GITHUB_APP_PRIVATE_KEY: keyIn(env.DATA_DIR),
    GITHUB_CLIENT_ID: 'Iv23liSandbox',
    GITHUB_CLIENT_SECRET: 'the-secret-of-the-sandbox',
  }
  const main = new URL('../github/main.ts', import.meta.url)
  const { ready, token } = await startSandbox<{ ready: string; token?: string }>('GitHub', main, {
    ...settings,
    GITHUB_CALLBACK_URL: `${publicUrl}/auth/github/callback`,
    GITHUB_WEBHOOK_URL: `${publicUrl}/webhooks/github`,
    GITHUB_WEBHOOK_SECRET: env.GITHUB_WEBHOOK_SECRET,
    GITHUB_SANDBOX_FILE: join(env.DATA_DIR, 'github-sandbox.json'),
  })
  Object.assign(process.env, settings, {
    GITHUB_API_URL: `${ready}/api/v3`,
    ...(token && { GITHUB_TOKEN: token }),
  })
  return ready
}

/** Has everything read that happened there while nobody listened, or was there at first. */
export const announceInstallations = (sandboxUrl: string) =>
  fetch(`${sandboxUrl}/_sandbox/announceInstallations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  })
