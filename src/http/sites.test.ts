import { describe, expect, test } from 'vitest'
import { readEnv } from '#env.ts'
import { createSites, parseOrigins } from './sites.ts'

const sites = (settings: Record<string, string>, host?: string) =>
  createSites(readEnv(settings))(host)

const secrets = {
  SECRET: 'a-secret-of-thirty-two-characters',
  ENCRYPTION_KEYS: `own:${Buffer.alloc(32, 1).toString('base64')}`,
  GITHUB_WEBHOOK_SECRET: 'own-secret',
  STRIPE_WEBHOOK_SECRET: 'own-secret',
  STRIPE_CONNECT_WEBHOOK_SECRET: 'own-secret',
}
const production = {
  ...secrets,
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://api.polar.example/',
  DATABASE_URL: 'postgres://db.polar.example/polar',
  SMTP_URL: 'smtp://mail.polar.example',
  MAIL_FROM: 'notifications@polar.example',
}

describe('on a developer’s machine', () => {
  test.each([
    ['localhost:8000', 'http://localhost:8000'],
    ['127.0.0.1:8000', 'http://127.0.0.1:8000'],
    ['[::1]:8000', 'http://[::1]:8000'],
    [undefined, 'http://127.0.0.1:8000'],
    ['evil.example:8000', 'http://127.0.0.1:8000'],
    ['localhost:9999', 'http://127.0.0.1:8000'],
    ['localhost', 'http://127.0.0.1:8000'],
    ['user@localhost:8000', 'http://localhost:8000'],
    ['not a host', 'http://127.0.0.1:8000'],
  ])('a request to %s sees the API at %s', (host, api) => {
    expect(sites({}, host).api).toBe(api)
    expect(sites({}, host).frontend).toBe(api)
  })

  test('a local frontend has the name of the request; another keeps its own', () => {
    const local = { FRONTEND_URL: 'http://127.0.0.1:5173/' }
    expect(sites(local, 'localhost:8000').frontend).toBe('http://localhost:5173')
    expect(sites(local).frontend).toBe('http://127.0.0.1:5173')
    const remote = { FRONTEND_URL: 'https://polar.example' }
    expect(sites(remote, 'localhost:8000').frontend).toBe('https://polar.example')
  })

  test.each([
    'http://localhost:5173',
    'http://127.0.0.1:1',
    'https://localhost:5173',
    'http://[::1]:80',
  ])('pages of %s are allowed', (origin) => {
    expect(sites({}).isAllowed(new URL(origin).origin)).toBe(true)
    expect(sites({ NODE_ENV: 'test' }).isAllowed(origin)).toBe(false)
  })

  test.each([
    'null',
    '',
    'http://localhost.evil.example',
    'http://localhost:5173.evil.example',
    'http://localhost@evil.example',
    'http://evil.example:8000',
    'http://0.0.0.0:8000',
    'http://127.0.0.2:8000',
    'http://localhost:5173/path',
    'file://localhost',
  ])('pages of %j are not', (origin) => {
    expect(sites({}).isAllowed(origin)).toBe(false)
  })

  test('only the name of the request is the API’s own', () => {
    const { isApi } = sites({}, 'localhost:8000')
    expect(isApi('http://localhost:8000')).toBe(true)
    expect(isApi('http://127.0.0.1:8000')).toBe(false)
    expect(isApi('http://localhost:5173')).toBe(false)
  })

  test('an API on every interface has an address that can be opened', () => {
    expect(sites({ HOST: '0.0.0.0' }).api).toBe('http://127.0.0.1:8000')
    expect(sites({ HOST: '::', PORT: '81' }).api).toBe('http://127.0.0.1:81')
  })

  test('behind a public name the host of a request says nothing', () => {
    const tunnel = { PUBLIC_URL: 'https://tunnel.example' }
    expect(sites(tunnel, 'localhost:8000').api).toBe('https://tunnel.example')
  })
})

describe('in production', () => {
  test('there is one address, and the frontend is there unless told otherwise', () => {
    const seen = sites(production, 'localhost:8000')
    expect(seen).toMatchObject({
      api: 'https://api.polar.example',
      frontend: 'https://api.polar.example',
    })
    for (const origin of [
      'http://127.0.0.1:3000',
      'http://localhost:5173',
      'http://0.0.0.0:8000',
    ]) {
      expect(seen.isAllowed(origin)).toBe(false)
    }
  })

  test('the frontend and several further origins are allowed', () => {
    const { isAllowed, isApi } = sites({
      ...production,
      FRONTEND_URL: 'https://polar.example/app',
      ALLOWED_ORIGINS: 'https://one.example, https://two.example:8443',
    })
    const origins = ['https://polar.example', 'https://one.example', 'https://two.example:8443']
    for (const origin of [...origins, 'https://api.polar.example']) {
      expect(isAllowed(origin)).toBe(true)
    }
    expect(origins.some(isApi)).toBe(false)
    expect(isAllowed('https://two.example')).toBe(false)
    expect(isAllowed('https://polar.example.evil.example')).toBe(false)
  })

  test('this machine’s own name is one like any other', () => {
    const local = { ...production, PUBLIC_URL: 'http://localhost:8000' }
    expect(sites(local, '127.0.0.1:8000').api).toBe('http://localhost:8000')
  })
})

test.each(['*', 'https://*.example', 'polar.example', 'https://polar.example/', 'ftp://x', 'null'])(
  'ALLOWED_ORIGINS: %s is refused',
  (text) => {
    expect(() => parseOrigins(text)).toThrow('must be origins')
  },
)
