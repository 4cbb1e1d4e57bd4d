// npm run github:verify: whether the GitHub App has the permissions and events that we need.
// With -- --manifest it prints the manifest to make such an App from.
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type Env, loadEnv } from '#env.ts'
import { createGithubApp } from '#github/client.ts'
import { type AppSettings, lacking, requirementsOf } from '#github-webhook/requirements.ts'
import { messageOf } from '#lib/errors.ts'
import { publicUrlOf } from '#lib/http.ts'
import { fail } from '#lib/process.ts'

const githubApp = z.object({
  name: z.string(),
  html_url: z.url(),
  permissions: z.record(z.string(), z.string()),
  events: z.array(z.string()),
})

type GithubApp = z.output<typeof githubApp>

const statusOf = (error: unknown) => z.object({ status: z.number() }).safeParse(error).data?.status

/** Says what to mend where GitHub says little. */
const explain = (env: Env, error: unknown) => {
  const status = statusOf(error)
  if (status === 401) {
    return `GitHub refuses the key: is GITHUB_APP_PRIVATE_KEY one of the App ${env.GITHUB_APP_ID}? (${messageOf(error)})`
  }
  if (status === 404)
    return `${env.GITHUB_API_URL} knows no App with the GITHUB_APP_ID ${env.GITHUB_APP_ID}`
  return `The App can't be asked for at ${env.GITHUB_API_URL}: ${messageOf(error)}`
}

const fetchApp = async (env: Env): Promise<GithubApp> => {
  const { octokit } = createGithubApp(env)
  try {
    const { data } = await octokit.request('GET /app')
    return githubApp.parse(data)
  } catch (error) {
    throw new Error(explain(env, error), { cause: error })
  }
}

const columns = ([first, ...others]: string[]) =>
  `  ${(first ?? '').padEnd(24)}${others.map((cell) => cell.padEnd(8)).join('')}`.trimEnd()

/** Have and need side by side. */
const compare = (have: AppSettings, need: AppSettings) => {
  const lack = lacking(have, need)
  const mark = (isLacking: boolean) => (isLacking ? 'MISSING' : '')
  const permissions = Object.entries(need.permissions).map(([name, level]) => {
    const isLacking = lack.permissions.some((permission) => permission.name === name)
    return columns([name, have.permissions[name] ?? 'none', level, mark(isLacking)])
  })
  const events = need.events.map((name) => {
    const isLacking = lack.events.includes(name)
    return columns([name, isLacking ? 'no' : 'yes', 'yes', mark(isLacking)])
  })
  return [
    columns(['permission', 'have', 'need']),
    ...permissions,
    '',
    columns(['event', 'have', 'need']),
    ...events,
  ].join('\n')
}

const verify = async (env: Env) => {
  const app = await fetchApp(env)
  const need = requirementsOf()
  const lack = lacking(app, need)
  const count = lack.permissions.length + lack.events.length
  console.log(`${app.name} (${app.html_url})\n\n${compare(app, need)}\n`)
  if (count === 0) {
    console.log('The App has all that is needed')
    return
  }
  console.log(
    `${count === 1 ? 'One setting is' : `${count} settings are`} missing: add what is marked under ` +
      '"Permissions & events" in the settings of the App. Where it is installed already, ' +
      'GitHub asks the owners to accept new permissions.',
  )
  process.exitCode = 1
}

/** What GitHub makes an App from ("Registering a GitHub App from a manifest"). */
const manifest = (env: Env) => {
  const url = publicUrlOf(env)
  const { permissions, events } = requirementsOf()
  return {
    name: 'polar-server',
    url,
    hook_attributes: { url: `${url}/webhooks/github`, active: true },
    callback_urls: [`${url}/auth/github/callback`],
    public: true,
    default_permissions: permissions,
    default_events: events,
  }
}

const printManifest = (env: Env) => {
  console.log(JSON.stringify(manifest(env), null, 2))
  // On stderr: what is on stdout is for GitHub.
  if (!env.PUBLIC_URL)
    console.error('PUBLIC_URL is not set: GitHub must be able to reach its address')
}

const wantsManifest = () => {
  try {
    return parseArgs({ options: { manifest: { type: 'boolean' } } }).values.manifest === true
  } catch {
    return fail(new Error('Usage: npm run github:verify [-- --manifest]'))
  }
}

const print = wantsManifest() ? printManifest : verify
try {
  await print(loadEnv())
} catch (error) {
  fail(error)
}
