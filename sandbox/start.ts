// npm start: where no keys of the real services are set, their sandboxes stand in.
import { lockDataDir } from '#dev/data-dir.ts'
import { type Env, loadEnv } from '#env.ts'
import { fail } from '#lib/process.ts'
import { announceInstallations, startGithub } from './start/github.ts'
import { startOpenCollective } from './start/open-collective.ts'
import { startStripe } from './start/stripe.ts'

/** Starts those that are needed; the address of GitHub's, if it is one of them. */
const startSandboxes = async (env: Env) => {
  const publicUrl = env.PUBLIC_URL ?? `http://${env.HOST}:${env.PORT}`
  const hasGithub = env.GITHUB_CLIENT_ID !== undefined || env.GITHUB_APP_ID !== undefined
  const hasStripe = env.STRIPE_SECRET_KEY !== undefined
  const { OPEN_COLLECTIVE_API_URL, OPEN_COLLECTIVE_TOKEN } = process.env
  const hasOpenCollective = Boolean(OPEN_COLLECTIVE_API_URL || OPEN_COLLECTIVE_TOKEN)
  const [githubUrl] = await Promise.all([
    hasGithub ? null : startGithub(env, publicUrl),
    hasStripe ? null : startStripe(env, publicUrl),
    hasOpenCollective ? null : startOpenCollective(),
  ])
  return githubUrl
}

const start = async () => {
  const env = loadEnv()
  // Before the sandboxes read what they keep there.
  lockDataDir(env.DATA_DIR)
  const githubUrl = env.NODE_ENV === 'development' ? await startSandboxes(env) : null
  await import('#start.ts')
  if (githubUrl) await announceInstallations(githubUrl)
}

await start().catch(fail)
