import { z } from 'zod'

/** Secrets that serve development only; production refuses them. */
const developmentSecrets = { GITHUB_WEBHOOK_SECRET: 'development-webhook-secret' } as const

const url = (protocols: string[]) => z.url({ protocol: new RegExp(`^(${protocols.join('|')})$`) })

const settings = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8000),
  PUBLIC_URL: url(['http', 'https']).optional(),
  DATABASE_URL: url(['postgres', 'postgresql']).optional(),
  REDIS_URL: url(['redis', 'rediss']).optional(),
  GITHUB_APP_ID: z.coerce.number().int().positive().optional(),
  GITHUB_APP_PRIVATE_KEY: z
    .string()
    .transform((key) => key.replaceAll('\\n', '\n'))
    .pipe(z.string().regex(/^-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'must be a PEM private key'))
    .optional(),
  GITHUB_WEBHOOK_SECRET: z.string().min(8).default(developmentSecrets.GITHUB_WEBHOOK_SECRET),
  GITHUB_API_URL: url(['http', 'https']).default('https://api.github.com'),
  DATA_DIR: z.string().min(1).default('.data'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

/** The names of all settings, as `.env.template` lists them. */
export const settingNames = Object.keys(settings.shape)

export type Env = z.output<typeof settings>

/** The environment does not make sense; the message lists every fault, one a line. */
export class EnvironmentError extends Error {}

/** Faults between settings, found in what was given, so that they are named with all others. */
const faultsBetween = (given: Partial<Record<string, string>>): string[] => {
  const faults: string[] = []
  if (given.GITHUB_APP_ID && !given.GITHUB_APP_PRIVATE_KEY) {
    faults.push('GITHUB_APP_PRIVATE_KEY: is needed with GITHUB_APP_ID')
  }
  if (given.GITHUB_APP_PRIVATE_KEY && !given.GITHUB_APP_ID) {
    faults.push('GITHUB_APP_ID: is needed with GITHUB_APP_PRIVATE_KEY')
  }
  if (given.NODE_ENV !== 'production') return faults
  if (!given.DATABASE_URL) faults.push('DATABASE_URL: is needed in production')
  for (const [name, value] of Object.entries(developmentSecrets)) {
    if ((given[name] ?? value) === value) {
      faults.push(`${name}: must be a secret of your own in production`)
    }
  }
  return faults
}

/**
 * Reads and checks all settings. An empty value counts as not given.
 * Throws an EnvironmentError that names every fault at once.
 */
export const readEnv = (source: Record<string, string | undefined> = process.env): Env => {
  const given: Partial<Record<string, string>> = Object.fromEntries(
    settingNames.flatMap((name) => (source[name] ? [[name, source[name]]] : [])),
  )
  const result = settings.safeParse(given)
  const faults = [
    ...(result.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`),
    ...faultsBetween(given),
  ]
  if (result.success && faults.length === 0) return result.data
  throw new EnvironmentError(
    `These settings can't be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
  )
}
