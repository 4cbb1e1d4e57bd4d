// The sandbox as a process. Says { ready: url } to its parent, and ends with it.
import { createPublicKey } from 'node:crypto'
import { z } from 'zod'
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

const sandbox = await startGithubSandbox({
  port: env.GITHUB_SANDBOX_PORT,
  clientId: env.GITHUB_CLIENT_ID,
  clientSecret: env.GITHUB_CLIENT_SECRET,
  callbackUrls: env.GITHUB_CALLBACK_URL,
  ...(id && privateKey && { app: { ...demoApp, id, publicKey: publicKeyOf(privateKey) } }),
})

const stop = async () => {
  await sandbox.stop()
  process.exit(0)
}
for (const signal of ['SIGTERM', 'SIGINT', 'disconnect']) process.once(signal, () => void stop())

process.send?.({ ready: sandbox.url })
if (!process.send) console.log(`GitHub sandbox: ${sandbox.url}`)
