import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readEnv, secretNames } from '#env.ts'
import { compose, environmentOf, interpolate } from './compose.ts'
import { run } from './processes.ts'

const services = Object.entries(compose.services)
const ours = services.filter(([, { image }]) => image === 'polar-server')

let folder: string
let secrets: NodeJS.Dict<string>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polar-compose-'))
  const made = await run({
    file: 'scripts/secrets.ts',
    args: [join(folder, 'polar.env')],
    settings: {},
  })
  expect(made.code, made.output).toBe(0)
  secrets = parseEnv(await readFile(join(folder, 'polar.env'), 'utf8'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('secrets are made once', async () => {
  expect(Object.keys(secrets).sort()).toEqual([...secretNames].sort())
  const file = join(folder, 'polar.env')
  const again = await run({ file: 'scripts/secrets.ts', args: [file], settings: {} })
  expect(again).toEqual({ code: 0, output: `${file} is there already\n` })
  expect(parseEnv(await readFile(file, 'utf8'))).toEqual(secrets)
})

test.each(ours)("%s: README's unedited .env gives the settings of production", (name, service) => {
  // What the environment gives wins over the file of `--env-file`.
  const env = readEnv({ ...secrets, ...environmentOf(service) })
  expect(env).toMatchObject({
    NODE_ENV: 'production',
    HOST: '0.0.0.0',
    PORT: 8000,
    SMTP_URL: 'smtp://mailpit:1025',
    PUBLIC_URL: 'http://127.0.0.1:8000',
  })
  if (name !== 'secrets' && service.command) {
    expect(service.command).toMatch(/^node --env-file=\/secrets\/polar\.env \S+\.ts$/)
  }
  expect(
    existsSync(service.command?.split(' ').findLast((word) => word.endsWith('.ts')) ?? ''),
  ).toBe(true)
})

test('it has a database, Redis, a mail catcher, secrets, migrations, demo data, API and worker', () => {
  expect(Object.keys(compose.services).sort()).toEqual(
    ['api', 'mailpit', 'migrate', 'postgres', 'redis', 'secrets', 'seed', 'worker'].sort(),
  )
  expect(compose.services.mailpit?.ports).toContain('127.0.0.1:8025:8025')
})

test.each(services)(
  '%s: what it names is there, and it is reached from this machine alone',
  (_, service) => {
    for (const name of Object.keys(service.depends_on ?? {}))
      expect(compose.services).toHaveProperty(name)
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/)
    for (const volume of service.volumes ?? []) {
      expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0])
    }
    for (const [, value] of Object.entries(service.environment ?? {})) {
      const host = /^\w+:\/\/(?:[^@]*@)?(\w+):/.exec(interpolate(value))?.[1]
      if (host && host !== '127') expect(compose.services).toHaveProperty(host)
    }
  },
)
