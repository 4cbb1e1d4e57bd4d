// The sandbox as a process. Says { ready: url, token } to its parent, and ends with it.
import { createPublicKey } from 'node:crypto'
import { z } from 'zod'
import { people } from './demo/people.ts'
import { demoApp } from './demo.ts'
import { startGithubSandbox } from './server.ts'

const isKey = (pem: string) => {
  try {
    return createPublicKey(pem).asymmetricKeyType === 'rsa'
  } catch {
    return false
  }
}

const settings = z.object({
  GITHUB_SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  GITHUB_CLIENT_ID: z.string().min(1),
  GITHUB_CLIENT_SECRET: z.string().min(1),
  /** One or more, with commas between them. */
  GITHUB_CALLBACK_URL: z
    .string()
    .transform((urls) => urls.split(',').map((url) => url.trim()))
    .pipe(z.array(z.url()).min(1)),
  GITHUB_APP_ID: z.coerce.number().int().positive().optional(),
  GITHUB_APP_PRIVATE_KEY: z
    .string()
    .transform((pem) => pem.replaceAll('\\n', '\n'))
    .refine(isKey, 'must be a PEM private key')
    .optional(),
  GITHUB_WEBHOOK_URL: z.url().optional(),
  GITHUB_WEBHOOK_SECRET: z.string().min(1).optional(),
  /** Where it is kept from one run to the next. */
  GITHUB_SANDBOX_FILE: z.string().min(1).optional(),
})

const read = () => {
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value))
  const result = settings.safeParse(given)
  if (result.success) return result.data
  console.error(`The GitHub sandbox can't start:\n${z.prettifyError(result.error)}`)
  process.exit(1)
}

const publicKeyOf = (pem: string) =>
  createPublicKey(pem).export({ type: 'spki', format: 'pem' }).toString()

const env = read()
const { GITHUB_APP_ID: id, GITHUB_APP_PRIVATE_KEY: privateKey } = env
const { GITHUB_WEBHOOK_URL: hookUrl, GITHUB_WEBHOOK_SECRET: secret } = env

const start = () =>
  startGithubSandbox({
    port: env.GITHUB_SANDBOX_PORT,
    clientId: env.GITHUB_CLIENT_ID,
    clientSecret: env.GITHUB_CLIENT_SECRET,
    callbackUrls: env.GITHUB_CALLBACK_URL,
    file: env.GITHUB_SANDBOX_FILE,
    ...(hookUrl && secret && { webhook: { url: hookUrl, secret } }),
    ...(id && privateKey && { app: { ...demoApp, id, publicKey: publicKeyOf(privateKey) } }),
  })

const sandbox = await start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})

let stopping: Promise<void> | undefined

const stop = async () => {
  // Ctrl-C comes as a signal, and then as the end of the parent.
  stopping ??= sandbox.stop()
  await stopping
  process.exit(0)
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'disconnect'])
  process.once(signal, () => void stop())

/** Who belongs nowhere and can't sign in: a token to read what is public. */
const reader = sandbox.world.accounts.find(({ id }) => id === people[3]?.id)
const token = reader && sandbox.control.issueToken({ login: reader.login, isReused: true }).token

// An error: the parent has ended meanwhile.
process.send?.({ ready: sandbox.url, token }, undefined, undefined, (error) => error && void stop())
if (!process.send) console.log(`GitHub sandbox: ${sandbox.url}`)
