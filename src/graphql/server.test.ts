import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { errorCodes } from '#lib/errors.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

describe('GraphQL over HTTP', () => {
  const audits = serverAudits({ url: () => `${app.address}/graphql`, fetchFn: fetch })

  test('61 audits are there', () => {
    expect(audits).toHaveLength(61)
  })

  test.each(audits.map(({ name, fn }) => [name, fn] as const))('%s', async (_name, audit) => {
    expect((await audit()).status).toBe('ok')
  })
})

describe('errors', () => {
  const post = (body: string, headers: Record<string, string> = {}) =>
    app.post('/graphql', body, {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...headers,
    })
  const deep = (levels: number) =>
    `{ organization(login: "a") ${'{ repositories(first: 1) { nodes { organization '.repeat(levels)}{ id }${'} } }'.repeat(levels)} }`
  const cases: [name: string, body: string, status: number, code: string][] = [
    ['no JSON', '{', 400, 'BAD_REQUEST'],
    ['no query', '{}', 400, 'BAD_REQUEST'],
    ['a document that is no GraphQL', JSON.stringify({ query: '{' }), 400, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', JSON.stringify({ query: '{ nope }' }), 400, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a variable of another type',
      JSON.stringify({
        query: 'query($n: Int!) { issues(first: $n) { totalCount } }',
        variables: { n: 'x' },
      }),
      400,
      'BAD_USER_INPUT',
    ],
    [
      'NUL in a variable',
      JSON.stringify({
        query: 'query($l: String!) { organization(login: $l) { id } }',
        variables: { l: 'a\0b' },
      }),
      400,
      'BAD_USER_INPUT',
    ],
    [
      'half a surrogate pair in a variable',
      JSON.stringify({
        query: 'query($l: String!) { organization(login: $l) { id } }',
        variables: { l: 'a\ud800b' },
      }),
      400,
      'BAD_USER_INPUT',
    ],
    [
      'half a surrogate pair in the document',
      JSON.stringify({ query: '{ organization(login: "a\\udc00b") { id } }' }),
      400,
      'GRAPHQL_PARSE_FAILED',
    ],
    [
      'NUL in the document',
      JSON.stringify({ query: '{ organization(login: "a\\u0000b") { id } }' }),
      400,
      'BAD_USER_INPUT',
    ],
    [
      'more tokens than allowed',
      JSON.stringify({ query: `{ ${'__typename '.repeat(4_001)} }` }),
      400,
      'GRAPHQL_PARSE_FAILED',
    ],
    [
      'more bytes than allowed',
      JSON.stringify({ query: ' '.repeat(1_000_001) }),
      413,
      'PAYLOAD_TOO_LARGE',
    ],
    ['too deep', JSON.stringify({ query: deep(6) }), 400, 'OPERATION_TOO_COMPLEX'],
    [
      'too much at once',
      JSON.stringify({
        query:
          '{ issues(first: 100) { nodes { repository { issues(first: 100) { nodes { id } } } } } }',
      }),
      400,
      'OPERATION_TOO_COMPLEX',
    ],
  ]

  test.each([
    ['PUT', ''],
    ['GET', '?query=mutation{signOutEverywhere(input:{}){__typename}}'],
  ])('a mutation by %s is METHOD_NOT_ALLOWED', async (method, query) => {
    const response = await fetch(`${app.address}/graphql${query}`, { method })
    expect(response.status).toBe(405)
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'METHOD_NOT_ALLOWED' } }],
    })
  })

  test.each(cases)('%s', async (_name, body, status, code) => {
    const { result, statements } = await app.statementsDuring(async () => {
      const response = await post(body)
      return { status: response.status, body: (await response.json()) as { errors: object[] } }
    })
    expect(result.body.errors[0]).toMatchObject({ extensions: { code } })
    expect(result.status).toBe(status)
    expect(errorCodes).toContain(code)
    expect(statements).toEqual([])
  })

  test('an unexpected one is masked; its id finds it in the log', async () => {
    const broken = await startTestApp({ worker: false })
    const logged: object[] = []
    broken.app.log.error = (entry: object) => void logged.push(entry)
    await broken.db.$executeRaw`ALTER TABLE organization RENAME TO secret_name`
    const { data, errors } = await broken.query('{ organization(login: "acme") { id } }')
    expect(data).toEqual({ organization: null })
    expect(JSON.stringify(errors)).not.toMatch(/secret_name|prisma|127\.0\.0\.1|\.ts/i)
    const { errorId, code } = (errors?.[0]?.extensions ?? {}) as Record<string, string>
    expect(code).toBe('INTERNAL_SERVER_ERROR')
    expect(logged).toContainEqual(expect.objectContaining({ errorId, err: expect.any(Error) }))
    await broken.stop()
  })
})

describe('pages of other origins', () => {
  const preflight = (path: string, origin: string) =>
    fetch(`${app.address}${path}`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    })

  test.each(['/graphql', '/auth/logout'])('%s: our frontend may, with the cookie', async (path) => {
    const { headers } = await preflight(path, 'http://127.0.0.1:3000')
    expect(headers.get('access-control-allow-origin')).toBe('http://127.0.0.1:3000')
    expect(headers.get('access-control-allow-credentials')).toBe('true')
  })

  test.each(['/graphql', '/auth/logout'])('%s: others may not', async (path) => {
    for (const origin of ['https://evil.example', 'http://127.0.0.1:3000.evil.example', 'null']) {
      const { headers } = await preflight(path, origin)
      expect(headers.get('access-control-allow-origin')).not.toBe(origin)
    }
  })
})

describe('the platform', () => {
  test('/healthz tells that the process lives', async () => {
    const response = await fetch(`${app.address}/healthz`)
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }])
  })

  test('/readyz checks database, queue and live events', async () => {
    const response = await fetch(`${app.address}/readyz`)
    expect([response.status, await response.json()]).toEqual([
      200,
      {
        status: 'ok',
        checks: { database: 'ok', migrations: 'ok', queue: 'ok', pubsub: 'ok', cache: 'ok' },
      },
    ])
  })

  test('/metrics counts what was answered', async () => {
    await app.query('{ issues { totalCount } }')
    const text = await (await fetch(`${app.address}/metrics`)).text()
    expect(text).toMatch(/polar_graphql_root_field_seconds_count\{field="Query.issues"\} [1-9]/)
    expect(text).toMatch(/polar_graphql_errors_total\{code="GRAPHQL_PARSE_FAILED"\} [1-9]/)
  })

  test('a request keeps the id it came with, and gets one otherwise', async () => {
    const idOf = async (headers: Record<string, string>) =>
      (await fetch(`${app.address}/healthz`, { headers })).headers.get('x-request-id')
    expect(await idOf({ 'x-request-id': 'abc-123' })).toBe('abc-123')
    expect(await idOf({})).toMatch(/^[0-9a-f-]{36}$/)
    expect(await idOf({ 'x-request-id': 'a b"c' })).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('an unknown path is 404', async () => {
    expect((await fetch(`${app.address}/nope`)).status).toBe(404)
  })
})

test('/readyz is 503, and names the part, when the database is gone', async () => {
  const broken = await startTestApp({ worker: false, settings: { READINESS_SECONDS: '0.2' } })
  await broken.dropDatabase()
  const ask = async () => {
    const response = await fetch(`${broken.address}/readyz`)
    return { http: response.status, ...((await response.json()) as object) }
  }
  const gone = 'unreachable'
  const checks = { database: gone, migrations: gone, queue: gone, pubsub: gone, cache: gone }
  await expect.poll(ask, { timeout: 10_000 }).toEqual({ http: 503, status: 'failing', checks })
  await broken.stop()
})
