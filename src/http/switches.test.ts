import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../test/app.ts'

const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://api.polar.example',
  SMTP_URL: 'smtp://127.0.0.1:1',
  MAIL_FROM: 'notifications@polar.example',
  SECRET: 'a-secret-of-thirty-two-characters',
  ENCRYPTION_KEYS: `own:${Buffer.alloc(32, 1).toString('base64')}`,
  GITHUB_WEBHOOK_SECRET: 'own-secret',
  STRIPE_WEBHOOK_SECRET: 'own-secret',
  STRIPE_CONNECT_WEBHOOK_SECRET: 'own-secret',
}

let closed: TestApp
let open: TestApp
beforeAll(async () => {
  const settings = { ...production, INTROSPECTION: 'off', GRAPHIQL: 'off' }
  closed = await startTestApp({ worker: false, settings })
  open = await startTestApp({ worker: false, settings: { METRICS_TOKEN: 'a-token-of-metrics' } })
})
afterAll(async () => {
  await closed.stop()
  await open.stop()
})

describe('introspection', () => {
  const documents = [
    '{ __schema { types { name } } }',
    '{ __type(name: "User") { name } }',
    'query A { ...F } fragment F on Query { schema: __schema { queryType { name } } }',
  ]
  test.each(documents)('%s is answered unless switched off', async (document) => {
    expect((await open.query(document)).errors).toBeUndefined()
    const { data, errors } = await closed.query(document)
    expect(data).toBeUndefined()
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
  })

  test('__typename stays', async () => {
    const { data } = await closed.query('{ __typename }')
    expect(data).toEqual({ __typename: 'Query' })
  })
})

describe('suggestions', () => {
  const misspelled: [document: string, variables?: object][] = [
    ['{ viewr { id } }'],
    ['{ viewer { logn } }'],
    ['{ issues(frst: 1) { totalCount } }'],
    ['{ issues(states: [OPN]) { totalCount } }'],
    ['{ node(id: "x") { ... on Isue { id } } }'],
    ['{ node(id: "x") { title } }'],
    ['mutation { requestMagicLink(input: { emal: "x" }) { __typename } }'],
    ['query($s: [IssueState!]) { issues(states: $s) { totalCount } }', { s: ['OPN'] }],
    [
      'mutation($i: MutationRequestMagicLinkInput!) { requestMagicLink(input: $i) { __typename } }',
      { i: { email: 'a@example.com', returnT: '/' } },
    ],
  ]
  const messagesOf = async (app: TestApp, document: string, variables: object = {}) => {
    const { errors = [] } = await app.query<unknown, object>(document, variables)
    return errors.map(({ message }) => message)
  }

  test('help where introspection is on', async () => {
    const messages = await Promise.all(misspelled.map((one) => messagesOf(open, ...one)))
    expect(
      messages.flat().filter((message) => message.includes('Did you mean')).length,
    ).toBeGreaterThan(5)
  })

  test.each(misspelled)('%s: nothing is suggested where it is off', async (...one) => {
    const messages = await messagesOf(closed, ...one)
    expect(messages.length).toBeGreaterThan(0)
    expect(messages.join()).not.toContain('Did you mean')
  })
})

describe('GraphiQL', () => {
  const page = (app: TestApp, path: string) =>
    fetch(`${app.address}${path}`, { headers: { accept: 'text/html' }, redirect: 'manual' })

  test('is at /graphql unless switched off', async () => {
    expect((await page(open, '/')).headers.get('location')).toBe('/graphql')
    expect(await (await page(open, '/graphql')).text()).toContain('<title>Polar GraphQL')
  })

  test('switched off, none of it is there', async () => {
    expect(await (await page(closed, '/graphql')).text()).not.toContain('graphiql')
    expect((await page(closed, '/')).status).toBe(404)
    expect((await page(closed, '/graphiql/start.js')).status).toBe(404)
  })
})

describe('/metrics', () => {
  const ask = async (app: TestApp, authorization?: string) => {
    const headers = authorization ? { authorization } : undefined
    return (await fetch(`${app.address}/metrics`, { headers })).status
  }

  test('wants the bearer token that is set', async () => {
    expect(await ask(open, 'Bearer a-token-of-metrics')).toBe(200)
    for (const wrong of [undefined, 'Bearer a-token-of-metric', 'a-token-of-metrics', 'Bearer ']) {
      expect(await ask(open, wrong)).toBe(401)
    }
  })

  test('without one is off in production, whatever is sent', async () => {
    expect(await ask(closed)).toBe(404)
    expect(await ask(closed, 'Bearer undefined')).toBe(404)
  })
})
