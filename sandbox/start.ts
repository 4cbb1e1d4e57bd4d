// npm start: where no keys of the real services are set, their sandboxes stand in.
import { fork } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { loadEnv } from '#env.ts'
import { fail } from '#lib/process.ts'

const startGithub = async (publicUrl: string) => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const settings = {
    GITHUB_APP_ID: '1',
    GITHUB_APP_PRIVATE_KEY: privateKey,
    GITHUB_CLIENT_ID: 'Iv23liSandbox',
    GITHUB_CLIENT_SECRET: 'the-secret-of-the-sandbox',
  }
  const child = fork(new URL('./github/main.ts', import.meta.url), {
    env: {
      ...process.env,
      ...settings,
      GITHUB_CALLBACK_URL: `${publicUrl}/auth/github/callback`,
    },
  })
  const [{ ready }] = (await once(child, 'message')) as [{ ready: string }]
  child.unref()
  child.channel?.unref()
  Object.assign(process.env, settings, { GITHUB_API_URL: `${ready}/api/v3` })
}

const start = async () => {
  const env = loadEnv()
  const hasKeys = env.GITHUB_CLIENT_ID !== undefined || env.GITHUB_APP_ID !== undefined
  if (env.NODE_ENV === 'development' && !hasKeys) {
    await startGithub(env.PUBLIC_URL ?? `http://${env.HOST}:${env.PORT}`)
  }
  await import('#start.ts')
}

await start().catch(fail)
