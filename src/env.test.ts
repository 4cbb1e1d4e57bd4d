import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { EnvironmentError, readEnv, settingNames } from './env.ts'

test('every setting stands in .env.template, and nothing else does', () => {
  const template = readFileSync('.env.template', 'utf8')
  const names = [...template.matchAll(/^#?\s?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name)
  expect(names.sort()).toEqual([...settingNames].sort())
})

test('the template gives the default of each setting that has one', () => {
  const template = readFileSync('.env.template', 'utf8')
  const given = Object.fromEntries(
    [...template.matchAll(/^([A-Z][A-Z0-9_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  )
  expect(readEnv(given)).toEqual(readEnv({}))
})

test('without any setting it listens on 127.0.0.1:8000', () => {
  expect(readEnv({})).toMatchObject({ HOST: '127.0.0.1', PORT: 8000, NODE_ENV: 'development' })
})

test('an empty value counts as not given', () => {
  expect(readEnv({ PORT: '', DATABASE_URL: '' })).toMatchObject({ PORT: 8000 })
})

test('all faults are named at once', () => {
  const read = () =>
    readEnv({
      PORT: 'eighty',
      DATABASE_URL: 'mysql://localhost/x',
      LOG_LEVEL: 'loud',
      GITHUB_APP_ID: '12',
    })
  expect(read).toThrow(EnvironmentError)
  for (const name of ['PORT', 'DATABASE_URL', 'LOG_LEVEL', 'GITHUB_APP_PRIVATE_KEY']) {
    expect(read).toThrow(new RegExp(`^  ${name}: `, 'm'))
  }
})

/** Settings with values that they refuse, and what is said of them; none: any text will do. */
const refused: Record<string, [value: string, fault: string][]> = {
  NODE_ENV: [['staging', 'must be development, test or production']],
  HOST: [],
  PORT: [
    ['eighty', 'must be a number'],
    ['80.5', 'must be a whole number'],
    ['-1', 'must be at least 0'],
    ['65536', 'must be at most 65535'],
    ['1e400', 'must be a number'],
  ],
  PUBLIC_URL: [
    ['polar.example.org', 'must be an address that begins with http:// or https://'],
    ['ftp://example.org', 'must be an address that begins with http:// or https://'],
  ],
  DATABASE_URL: [
    ['mysql://localhost/x', 'must be an address that begins with postgres:// or postgresql://'],
  ],
  REDIS_URL: [['localhost:6379', 'must be an address that begins with redis:// or rediss://']],
  FRONTEND_URL: [['/app', 'must be an address that begins with http:// or https://']],
  SECRET: [['short', 'must have at least 32 characters']],
  ENCRYPTION_KEYS: [['2026', 'must be keys of the form id:key, each key 32 bytes in base64']],
  STAFF: [],
  GITHUB_APP_ID: [
    ['my-app', 'must be a number'],
    ['0', 'must be greater than 0'],
  ],
  GITHUB_APP_PRIVATE_KEY: [['secret', 'must be a PEM private key']],
  GITHUB_CLIENT_ID: [],
  GITHUB_CLIENT_SECRET: [],
  GITHUB_WEBHOOK_SECRET: [['short', 'must have at least 8 characters']],
  GITHUB_TOKEN: [],
  GITHUB_API_URL: [['api.github.com', 'must be an address that begins with http:// or https://']],
  GITHUB_BADGES: [['yes', 'must be on or off']],
  STRIPE_SECRET_KEY: [['pk_test_1', 'must begin with sk_']],
  STRIPE_PUBLISHABLE_KEY: [['sk_test_1', 'must begin with pk_']],
  STRIPE_WEBHOOK_SECRET: [['short', 'must have at least 8 characters']],
  STRIPE_CONNECT_WEBHOOK_SECRET: [['short', 'must have at least 8 characters']],
  STRIPE_API_URL: [['api.stripe.com', 'must be an address that begins with http:// or https://']],
  OPEN_COLLECTIVE_API_URL: [
    ['opencollective', 'must be an address that begins with http:// or https://'],
  ],
  OPEN_COLLECTIVE_TOKEN: [],
  PLATFORM_FEE_BASIS_POINTS: [
    ['ten', 'must be a number'],
    ['10001', 'must be at most 10000'],
  ],
  PAYOUTS: [['never', 'must be automatic or manual']],
  DISPUTE_WINDOW_SECONDS: [
    ['7 days', 'must be a number'],
    ['-1', 'must be at least 0'],
  ],
  SMTP_URL: [['mail.example.org', 'must be an address that begins with smtp:// or smtps://']],
  MAIL_FROM: [['somebody', 'must be an address, such as Polar <notifications@example.org>']],
  DATA_DIR: [],
  SHUTDOWN_DELAY_SECONDS: [
    ['-1', 'must be at least 0'],
    ['601', 'must be at most 600'],
  ],
  LOG_LEVEL: [['loud', 'must be trace, debug, info, warn, error or silent']],
}

const faultsOf = (given: Record<string, string>) => {
  try {
    readEnv(given)
    return []
  } catch (error) {
    return `${error instanceof Error ? error.message : error}`.split('\n').slice(1)
  }
}

test('the table of refused values names settings that there are', () => {
  expect(Object.keys(refused).filter((name) => !settingNames.includes(name))).toEqual([])
})

/** Settings of limits and the like, which are many: each refuses one of these. */
const nonsense = ['nonsense', '-1']

test.each(settingNames.filter((name) => !(name in refused)))(
  '%s refuses nonsense in words',
  (name) => {
    const faults = nonsense.flatMap((value) => faultsOf({ [name]: value }))
    expect(faults).not.toEqual([])
    for (const fault of faults) {
      expect(fault).toMatch(/^ {2}[A-Z_]+: (must (be|begin|have)|is needed) /)
      expect(fault).not.toMatch(/invalid|expected|received|too (small|big)/i)
    }
  },
)

const rows = Object.entries(refused).flatMap(([name, values]) =>
  values.map(([value, fault]) => [name, value, fault] as const),
)

test.each(rows)('%s=%s: the fault is said in words', (name, value, fault) => {
  expect(faultsOf({ [name]: value })).toContain(`  ${name}: ${fault}`)
})

test('a fault never repeats the value, which may be a secret', () => {
  const names = settingNames.filter((name) => /SECRET|KEY|TOKEN|_URL/.test(name))
  const given = Object.fromEntries(names.map((name) => [name, 'hush!']))
  expect(faultsOf(given).length).toBeGreaterThan(10)
  expect(faultsOf(given).join()).not.toContain('hush')
})

test.each([
  ['STRIPE_SECRET_KEY', 'sk_test_1', 'STRIPE_PUBLISHABLE_KEY'],
  ['STRIPE_PUBLISHABLE_KEY', 'pk_test_1', 'STRIPE_SECRET_KEY'],
  ['GITHUB_CLIENT_ID', 'Iv1', 'GITHUB_CLIENT_SECRET'],
  ['GITHUB_CLIENT_SECRET', 'secret', 'GITHUB_CLIENT_ID'],
  ['GITHUB_APP_ID', '1', 'GITHUB_APP_PRIVATE_KEY'],
])('%s alone is a fault', (name, value, other) => {
  expect(faultsOf({ [name]: value })).toEqual([`  ${other}: is needed with ${name}`])
})

test('keys of Stripe are of one mode', () => {
  const keys = { STRIPE_SECRET_KEY: 'sk_live_1', STRIPE_PUBLISHABLE_KEY: 'pk_test_1' }
  expect(faultsOf(keys)).toEqual([
    '  STRIPE_PUBLISHABLE_KEY: must be of the mode of STRIPE_SECRET_KEY, live',
  ])
})

test('only production waits before it stops, unless told otherwise', () => {
  expect(readEnv({}).SHUTDOWN_DELAY_SECONDS).toBe(0)
  expect(readEnv({ SHUTDOWN_DELAY_SECONDS: '7' }).SHUTDOWN_DELAY_SECONDS).toBe(7)
  const production = {
    NODE_ENV: 'production',
    DATABASE_URL: 'postgres://polar@127.0.0.1/polar',
    SMTP_URL: 'smtp://127.0.0.1',
    MAIL_FROM: 'polar@example.org',
    SECRET: 'x'.repeat(32),
    ENCRYPTION_KEYS: `1:${Buffer.alloc(32, 1).toString('base64')}`,
    GITHUB_WEBHOOK_SECRET: 'x'.repeat(32),
    STRIPE_WEBHOOK_SECRET: 'x'.repeat(32),
    STRIPE_CONNECT_WEBHOOK_SECRET: 'x'.repeat(32),
  }
  expect(readEnv(production).SHUTDOWN_DELAY_SECONDS).toBe(10)
})

test('production refuses the secrets of development, and needs a database and a mail server', () => {
  const read = () => readEnv({ NODE_ENV: 'production' })
  expect(read).toThrow(/GITHUB_WEBHOOK_SECRET: must be a secret of your own/)
  for (const name of ['DATABASE_URL', 'SMTP_URL', 'MAIL_FROM']) {
    expect(read).toThrow(new RegExp(`${name}: is needed`))
  }
  for (const name of ['SECRET', 'ENCRYPTION_KEYS']) {
    expect(read).toThrow(new RegExp(`${name}: must be a secret`))
  }
})

test('a private key may be written on one line', () => {
  const env = readEnv({
    GITHUB_APP_ID: '12',
    GITHUB_APP_PRIVATE_KEY: '-----BEGIN RSA PRIVATE KEY-----\\nabc\\n-----END RSA PRIVATE KEY-----',
  })
  expect(env.GITHUB_APP_PRIVATE_KEY?.split('\n')).toHaveLength(3)
})
