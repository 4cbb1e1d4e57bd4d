import { generateKeyPairSync, verify as isSignedBy } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createGithubApp } from '#github/client.ts'
import { requirementsOf } from '#github-webhook/requirements.ts'
import { routes } from '#github-webhook/routes.ts'
import { run } from '../../test/processes.ts'

const appId = 4711
const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  // The form that GitHub gives out.
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
})

/** The App as GitHub has it. */
let app = { permissions: {}, events: [] as string[] }
/** What was asked, as `METHOD path`, with the installation token or without. */
let asked: string[] = []
let server: Server
let address = ''

const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString()) as object

/** Whether a request carries a token that GitHub accepts of an App ("Generating a JSON Web Token"). */
const isOurs = ({ headers }: IncomingMessage) => {
  const [header, payload, signature] = (headers.authorization ?? '')
    .replace(/^bearer /i, '')
    .split('.')
  if (!signature || !('alg' in decode(header)) || !('iat' in decode(payload))) return false
  const { alg } = decode(header) as { alg: string }
  const { iss, iat, exp } = decode(payload) as { iss: string | number; iat: number; exp: number }
  const now = Date.now() / 1_000
  return (
    alg === 'RS256' &&
    String(iss) === String(appId) &&
    iat <= now &&
    exp > now &&
    exp <= now + 600 &&
    isSignedBy(
      'RSA-SHA256',
      Buffer.from(`${header}.${payload}`),
      publicKey,
      Buffer.from(signature, 'base64url'),
    )
  )
}

const serve = (request: IncomingMessage, response: ServerResponse) => {
  const answer = (status: number, body: object) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
    response.end(JSON.stringify(body))
  }
  asked.push(`${request.method} ${request.url}`)
  if (request.headers.authorization === 'token installation-token') {
    return answer(200, { total_count: 0, repositories: [] })
  }
  if (!isOurs(request)) return answer(401, { message: 'A JSON web token could not be decoded' })
  if (request.url === '/app/installations/10/access_tokens') {
    const expires_at = new Date(Date.now() + 3_600_000).toISOString()
    return answer(201, { token: 'installation-token', expires_at, permissions: {} })
  }
  if (request.url !== '/app') return answer(404, { message: 'Not Found' })
  const page = 'https://github.com/apps/polar-test'
  return answer(200, { id: appId, slug: 'polar-test', name: 'Polar Test', html_url: page, ...app })
}

beforeAll(async () => {
  server = createServer(serve).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  address = `http://127.0.0.1:${port}`
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
})
beforeEach(() => {
  app = requirementsOf()
  asked = []
})

/** The command, as `npm run` does it with these settings. */
const verify = (settings: Record<string, string> = {}, ...args: string[]) =>
  run({
    file: 'scripts/github/verify.ts',
    args,
    settings: {
      GITHUB_APP_ID: String(appId),
      GITHUB_APP_PRIVATE_KEY: privateKey,
      GITHUB_API_URL: address,
      PUBLIC_URL: '',
      HOST: '',
      PORT: '',
      ...settings,
    },
  })

describe('the client', () => {
  const env = { GITHUB_APP_ID: appId, GITHUB_APP_PRIVATE_KEY: privateKey }

  test('asks as the App, and as its installation, at the given address', async () => {
    const github = createGithubApp({ ...env, GITHUB_API_URL: `${address}/` })
    const { data } = await github.octokit.request('GET /app')
    expect(data).toMatchObject({ slug: 'polar-test' })
    const installation = await github.getInstallationOctokit(10)
    await installation.request('GET /installation/repositories')
    expect(asked).toEqual([
      'GET /app',
      'POST /app/installations/10/access_tokens',
      'GET /installation/repositories',
    ])
  })

  test('without an App, or with half a key, it says which settings are missing', () => {
    const none = { GITHUB_APP_ID: undefined, GITHUB_APP_PRIVATE_KEY: undefined }
    expect(() => createGithubApp({ ...none, GITHUB_API_URL: address })).toThrow(
      'set GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY',
    )
    const half = { ...env, GITHUB_APP_PRIVATE_KEY: privateKey.slice(0, 500) }
    expect(() => createGithubApp({ ...half, GITHUB_API_URL: address })).toThrow(
      /^GITHUB_APP_PRIVATE_KEY is not a whole private key/,
    )
  })
})

describe('github:verify', () => {
  test('an App that has all: says so', async () => {
    const { code, output } = await verify()
    expect(code).toBe(0)
    expect(output).toContain('Polar Test (https://github.com/apps/polar-test)')
    expect(output).toContain('The App has all that is needed')
    expect(output).not.toContain('MISSING')
    expect(asked).toEqual(['GET /app'])
  })

  test('a key with line breaks written out, as in an .env file', async () => {
    const { code } = await verify({ GITHUB_APP_PRIVATE_KEY: privateKey.replaceAll('\n', '\\n') })
    expect(code).toBe(0)
  })

  test('an App that lacks something: have and need, and exit code 1', async () => {
    app = { permissions: { issues: 'write', metadata: 'read' }, events: ['issues', 'repository'] }
    const { code, output } = await verify()
    expect(code).toBe(1)
    const lines = output.split('\n').map((line) => line.trim().split(/ +/).join(' '))
    expect(lines).toEqual(
      expect.arrayContaining([
        'issues write write',
        'emails none read MISSING',
        'members none read MISSING',
        'metadata read read',
        'pull_requests none read MISSING',
        'starring none read MISSING',
        'issues yes yes',
        'organization no yes MISSING',
        'public no yes MISSING',
        'repository yes yes',
      ]),
    )
    expect(output).toContain('7 settings are missing')
  })

  test('a key of another App', async () => {
    const other = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
    const { code, output } = await verify({ GITHUB_APP_PRIVATE_KEY: other.privateKey })
    expect({ code, output }).toEqual({
      code: 1,
      output: expect.stringContaining('GitHub refuses the key'),
    })
  })

  test('an id, or an address, of nothing', async () => {
    const { code, output } = await verify({ GITHUB_API_URL: `${address}/elsewhere` })
    expect({ code, output }).toEqual({
      code: 1,
      output: `${address}/elsewhere knows no App with the GITHUB_APP_ID ${appId}\n`,
    })
  })

  test('a GitHub that is not there', async () => {
    const closed = createServer().listen(0, '127.0.0.1')
    await once(closed, 'listening')
    const { port } = closed.address() as { port: number }
    closed.close()
    const { code, output } = await verify({ GITHUB_API_URL: `http://127.0.0.1:${port}` })
    expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining('ECONNREFUSED') })
  })

  test('no App, faulty settings, unknown arguments: one message, exit code 1', async () => {
    const none = await verify({ GITHUB_APP_ID: '', GITHUB_APP_PRIVATE_KEY: '' })
    expect(none).toEqual({
      code: 1,
      output: 'There is no GitHub App: set GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY\n',
    })
    expect(await verify({ GITHUB_APP_ID: 'x' })).toMatchObject({
      code: 1,
      output: expect.stringContaining('GITHUB_APP_ID: '),
    })
    expect(await verify({}, '--what')).toMatchObject({
      code: 1,
      output: expect.stringContaining('Usage'),
    })
    expect(asked).toEqual([])
  })
})

describe('--manifest', () => {
  const none = { GITHUB_APP_ID: '', GITHUB_APP_PRIVATE_KEY: '' }

  test('asks for what verify asks for, and names our webhook route', async () => {
    const settings = { ...none, PUBLIC_URL: 'https://polar.example/' }
    const { code, output } = await verify(settings, '--manifest')
    expect(code).toBe(0)
    const { permissions, events } = requirementsOf()
    const path = routes.find(({ method }) => method === 'POST')?.path
    expect(JSON.parse(output)).toMatchObject({
      name: 'polar-server',
      url: 'https://polar.example',
      hook_attributes: { url: `https://polar.example${path}`, active: true },
      default_permissions: permissions,
      default_events: events,
    })
  })

  test('without PUBLIC_URL: the address of the API, and a warning', async () => {
    const { code, output } = await verify({ ...none, HOST: '::1', PORT: '8001' }, '--manifest')
    expect(code).toBe(0)
    expect(output).toContain('"url": "http://[::1]:8001/webhooks/github"')
    expect(output).toContain('PUBLIC_URL is not set')
  })
})
