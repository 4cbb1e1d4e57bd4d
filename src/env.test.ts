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

test('production refuses the secrets of development, and needs an address, a database and a mail server', () => {
  const read = () => readEnv({ NODE_ENV: 'production' })
  expect(read).toThrow(/GITHUB_WEBHOOK_SECRET: must be a secret of your own/)
  for (const name of ['PUBLIC_URL', 'DATABASE_URL', 'SMTP_URL', 'MAIL_FROM']) {
    expect(read).toThrow(new RegExp(`${name}: is needed`))
  }
  for (const name of ['SECRET', 'ENCRYPTION_KEYS']) {
    expect(read).toThrow(new RegExp(`${name}: must be a secret`))
  }
})

test('origins and proxies that are none are named', () => {
  const read = () => readEnv({ ALLOWED_ORIGINS: 'https://a.example/x', TRUSTED_PROXIES: 'proxy' })
  expect(read).toThrow(/^ {2}ALLOWED_ORIGINS: "https:\/\/a\.example\/x" is no origin/m)
  expect(read).toThrow(/^ {2}TRUSTED_PROXIES: "proxy" is no IP address/m)
})

test('a private key may be written on one line', () => {
  const env = readEnv({
    GITHUB_APP_ID: '12',
    GITHUB_APP_PRIVATE_KEY: '-----BEGIN RSA PRIVATE KEY-----\\nabc\\n-----END RSA PRIVATE KEY-----',
  })
  expect(env.GITHUB_APP_PRIVATE_KEY?.split('\n')).toHaveLength(3)
})
