import { isObjectType } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { errorCodes } from '#lib/errors.ts'
import { loadSchema } from '#schema.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createDemo, createUser } from '../../test/demo.ts'
import { declaredCursors } from './list-cursors.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

const nobody = '00000000-0000-4000-8000-000000000000'
const responseJson = 'application/graphql-response+json'
type Refusal = { errors: { message: string; extensions: Record<string, unknown> }[] }

/** Sends a body as it is; fails unless the answer is one GraphQL error and nothing was read. */
const refusalOf = async (path: string, init: RequestInit) => {
  const { result, statements } = await app.statementsDuring(async () => {
    const response = await fetch(`${app.address}${path}`, {
      ...init,
      headers: { accept: responseJson, ...init.headers },
    })
    return { status: response.status, answer: (await response.json()) as Refusal }
  })
  expect(statements).toEqual([])
  expect(result.answer).not.toHaveProperty('data')
  expect(result.answer.errors).toHaveLength(1)
  const [error] = result.answer.errors
  expect(errorCodes).toContain(error?.extensions.code)
  return { status: result.status, message: error?.message, ...error?.extensions }
}

const json = { 'content-type': 'application/json' }
const post = (body: object, headers: Record<string, string> = {}) =>
  refusalOf('/graphql', {
    ...{ method: 'POST', body: JSON.stringify(body), headers: { ...json, ...headers } },
  })
const ask = (query: string, variables?: object) => post({ query, variables })

const aliases = (count: number, field: string) =>
  Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ')

const bomb = (levels: number) =>
  Array.from(
    { length: levels },
    (_, level) => `fragment F${level} on Query { ...F${level + 1} ...F${level + 1} }`,
  ).join(' ')

describe('limits are one request error', () => {
  test.each([
    ['rootFields', `{ ${aliases(499, 'viewer { login }')} }`, 499, 20, 'a0'],
    ['aliases', `{ issues { ${aliases(60, 'totalCount')} } }`, 60, 50, 'issues'],
    ['fields', `{ issues { ${'totalCount '.repeat(501)} } }`, 502, 500, 'issues'],
    ['directives', `{ viewer { id ${'@include(if: true) '.repeat(51)} } }`, 51, 50, 'viewer'],
  ])('%s', async (measure, query, value, limit, dearestField) => {
    expect(await ask(query)).toMatchObject({
      ...{ status: 400, code: 'OPERATION_TOO_COMPLEX', measure, value, limit, dearestField },
    })
  })

  test('a bomb of fragments is counted, not spread', async () => {
    const query = `{ ...F0 } ${bomb(80)} fragment F80 on Query { viewer { login } }`
    const started = performance.now()
    const refusal = await ask(query)
    expect(refusal).toMatchObject({ status: 400, measure: 'rootFields', limit: 20 })
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  const pages = `query Pages($n: Int!) { issues(first: 25) { nodes { repository { ...R } } } }
    fragment R on Repository {
      a: issues(first: $n) { nodes { id } }
      b: issues(first: $n) { nodes { id } }
    }`

  test('nodes: variables, aliases and fragments count', async () => {
    expect(await ask(pages, { n: 100 })).toMatchObject({
      ...{ status: 400, measure: 'nodes', value: 25 + 25 * 200, limit: 5_000 },
      dearestField: 'issues.nodes.repository',
    })
    const { data } = await app.query(pages, { n: 99 })
    expect(data).toEqual({ issues: { nodes: [] } })
  })

  test('cost', async () => {
    const query = `{ ${aliases(19, `issues(first: 100) { nodes { ${'title '.repeat(24)} } }`)} }`
    expect(await ask(query)).toMatchObject({
      ...{ status: 400, measure: 'cost', value: 19 * (3_001 + 100 * 25), limit: 50_000 },
      ...{ cost: 104_519, dearestField: 'a0' },
    })
  })

  test('what a directive leaves out costs nothing', async () => {
    const query = `query($all: Boolean!) { issues { nodes @include(if: $all) { repository {
      issues(first: 100) { nodes { repository { issues(first: 100) { totalCount } } } } } } } }`
    expect(await ask(query, { all: true })).toMatchObject({ measure: 'nodes' })
    expect((await app.query(query, { all: false })).data).toEqual({ issues: {} })
  })

  test('application/json is told with the same status', async () => {
    const query = `{ ${aliases(21, 'viewer { login }')} }`
    expect(await post({ query }, { accept: 'application/json' })).toMatchObject({ status: 400 })
  })
})

describe('arguments are refused before anything runs', () => {
  test.each([
    ['first: 0', 'first'],
    ['first: 101', 'first'],
    ['last: -1', 'last'],
    ['first: 1, last: 1', 'first'],
  ])('issues(%s)', async (args, argument) => {
    expect(await ask(`{ viewer { login } issues(${args}) { totalCount } }`)).toMatchObject({
      ...{ status: 400, code: 'BAD_USER_INPUT', inputPath: [argument] },
    })
  })

  test.each([
    ['text', 'nope'],
    ['nothing', ''],
    ['of another list', Buffer.from(`Query.organizations:${nobody}`).toString('base64url')],
    ['of no list', Buffer.from(`GPC:S:${nobody}`).toString('base64url')],
    ['of the list, but no place', Buffer.from('Repository.issues:17').toString('base64url')],
    ['an id of another form', Buffer.from('GPC:S:17').toString('base64')],
    ['a number', Buffer.from('GPC:N:1').toString('base64')],
    ['JSON', Buffer.from('GPC:J:["a",1]').toString('base64')],
    ['NUL', Buffer.from('GPC:S:\0').toString('base64')],
    ['100 KB', 'A'.repeat(90_000)],
  ])('a cursor that is %s', async (_name, after) => {
    const query = `query($after: String) {
      repository(owner: "acme", name: "rocket") { issues(after: $after) { totalCount } }
    }`
    expect(await ask(query, { after })).toMatchObject({
      ...{ status: 400, code: 'BAD_USER_INPUT', inputPath: ['after'] },
    })
  })

  test('the cursors of each list lead on in that list, and in no other', async () => {
    await createDemo(app.db, { organizations: 3 })
    type Page = { edges: { cursor: string }[]; pageInfo: { endCursor: string } }
    const page = async (list: string, after?: string) => {
      const { data } = await app.query<Record<string, Page>, object>(
        `query($after: String) { ${list}(first: 2, after: $after) {
          edges { cursor } pageInfo { endCursor } } }`,
        { after },
      )
      return data?.[list]
    }
    for (const [list, other] of [
      ['organizations', 'repositories'],
      ['repositories', 'organizations'],
    ] as const) {
      const first = await page(list)
      expect(first?.pageInfo.endCursor).toBe(first?.edges.at(-1)?.cursor)
      expect((await page(list, first?.edges[0]?.cursor))?.edges[0]).toEqual(first?.edges[1])
      expect(await page(other, first?.pageInfo.endCursor)).toBeUndefined()
    }
  })

  test('no list of the schema takes the cursor of any other', async () => {
    const schema = await loadSchema()
    const lists = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
      .filter(({ field }) => field.args.some(({ name }) => name === 'after'))
    expect(lists.length).toBeGreaterThan(20)
    const place = '01890000-0000-7000-8000-000000000000'
    const foreign = ['Query.issues', 'Issues.CREATED_AT', 'Backing', 'PaymentMethod', 'Other.list']
    for (const { type, field } of lists) {
      const cursors = declaredCursors(field)
      expect(cursors, `${type}.${field.name}`).toBeInstanceOf(RegExp)
      const taken = foreign.filter((list) => cursors?.test(`${list}:${place}`))
      expect(taken.length, `${type}.${field.name} takes those of ${taken}`).toBeLessThanOrEqual(1)
      expect(cursors?.test('Other.list:1'), `${type}.${field.name}`).toBe(false)
    }
  })

  test('a variable that does not fit', async () => {
    const query = 'query($n: Int!) { issues(first: $n) { totalCount } }'
    for (const n of ['x', null, 1.5, [1], { a: 1 }]) {
      expect(await ask(query, { n })).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' })
    }
  })

  test('null in place of a default', async () => {
    const query = 'query($l: String = "acme") { organization(login: $l) { id } }'
    expect(await ask(query, { l: null })).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' })
  })

  test('a directive of a subscription that is not valid', async () => {
    const query = 'subscription { issueUpdated @skip(if: 1) { issueId } }'
    const { errors } = await app.query(query)
    for (const { extensions } of errors ?? []) {
      expect(extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
    }
    expect(errors?.length).toBeGreaterThan(0)
  })

  test('all variables that do not fit are told at once', async () => {
    const query =
      'query($a: Int!, $b: Int!) { a: issues(first: $a) { totalCount } b: issues(first: $b) { totalCount } }'
    const { data, errors } = await app.query(query, { a: 'x', b: 'y' })
    expect(data).toBeUndefined()
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual([
      'BAD_USER_INPUT',
      'BAD_USER_INPUT',
    ])
  })
})

describe('requests that are no GraphQL over HTTP', () => {
  const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
  const body = (text: string, headers: Record<string, string> = json) => ({
    ...{ method: 'POST', body: text, headers },
  })

  test.each<[string, string, RequestInit, number, string]>([
    ['variables={', '/graphql?query={__typename}&variables={', {}, 400, 'BAD_REQUEST'],
    ['extensions={', '/graphql?query={__typename}&extensions={', {}, 400, 'BAD_REQUEST'],
    ['variables=[]', '/graphql?query={__typename}&variables=[]', {}, 400, 'BAD_REQUEST'],
    ['no query by GET', '/graphql', {}, 400, 'BAD_REQUEST'],
    ['{}', '/graphql', body('{}'), 400, 'BAD_REQUEST'],
    ['[]', '/graphql', body('[]'), 400, 'BAD_REQUEST'],
    ['null', '/graphql', body('null'), 400, 'BAD_REQUEST'],
    ['17', '/graphql', body('17'), 400, 'BAD_REQUEST'],
    ['no JSON', '/graphql', body('{"query"'), 400, 'BAD_REQUEST'],
    ['a batch', '/graphql', body('[{"query":"{__typename}"}]'), 400, 'BAD_REQUEST'],
    ['a query that is a number', '/graphql', body('{"query":1}'), 400, 'BAD_REQUEST'],
    [
      'variables 20,000 deep',
      '/graphql',
      body(`{"query":"{ __typename }","variables":{"a":${nested(20_000)}}}`),
      400,
      'BAD_REQUEST',
    ],
    ['a body 400,000 deep', '/graphql', body(nested(400_000)), 400, 'BAD_REQUEST'],
    [
      'variables with 20,000 values',
      '/graphql',
      body(`{"query":"{ __typename }","variables":{"a":[${'1,'.repeat(20_000)}1]}}`),
      400,
      'BAD_REQUEST',
    ],
    [
      '300 fragments',
      '/graphql',
      body(JSON.stringify({ query: '{ ...A } fragment A on Query { viewer { id } }'.repeat(150) })),
      400,
      'GRAPHQL_PARSE_FAILED',
    ],
    [
      'a form whose variables are no JSON',
      '/graphql',
      body('query={__typename}&variables={', {
        'content-type': 'application/x-www-form-urlencoded',
      }),
      400,
      'BAD_REQUEST',
    ],
    [
      'a form of 21 parameters',
      '/graphql',
      body(`query={__typename}${'&a='.repeat(20)}`, {
        'content-type': 'application/x-www-form-urlencoded',
      }),
      400,
      'BAD_REQUEST',
    ],
    [
      'an unknown operation',
      '/graphql',
      body('{"query":"query A { __typename }","operationName":"B"}'),
      400,
      'BAD_REQUEST',
    ],
    ['text/plain', '/graphql', body('{}', { 'content-type': 'text/plain' }), 415, 'BAD_REQUEST'],
    [
      'an answer of another media type',
      '/graphql',
      body('{"query":"{__typename}"}', { ...json, accept: 'text/csv' }),
      406,
      'BAD_REQUEST',
    ],
    [
      'a document of more than 100,000 bytes',
      '/graphql',
      body(JSON.stringify({ query: `{ __typename }${' '.repeat(100_000)}` })),
      400,
      'GRAPHQL_PARSE_FAILED',
    ],
    [
      'more than 1,000 comments',
      '/graphql',
      body(JSON.stringify({ query: `{ __typename }${'#\n'.repeat(1_001)}` })),
      400,
      'GRAPHQL_PARSE_FAILED',
    ],
    [
      'lists nested 1,900 deep',
      '/graphql',
      body(JSON.stringify({ query: `{ a(b: ${nested(1_900)}) }` })),
      400,
      'GRAPHQL_PARSE_FAILED',
    ],
    [
      'a document nested 1,300 deep',
      '/graphql',
      body(JSON.stringify({ query: `${'{a'.repeat(1_300)}${'}'.repeat(1_300)}` })),
      400,
      'GRAPHQL_PARSE_FAILED',
    ],
  ])('%s', async (_name, path, init, status, code) => {
    expect(await refusalOf(path, init)).toMatchObject({ status, code })
  })
})

test('a token that is none is 401', async () => {
  const headers = { ...json, accept: responseJson, authorization: 'Bearer nope' }
  const response = await app.post('/graphql', '{"query":"{ viewer { login } }"}', headers)
  expect(response.status).toBe(401)
  expect(response.headers.get('www-authenticate')).toBe('Bearer')
  expect(await response.json()).toEqual({
    errors: [expect.objectContaining({ extensions: { code: 'UNAUTHENTICATED' } })],
  })
})

test('while the database is down, nothing that failed before execution is 200', async () => {
  const broken = await startTestApp({ worker: false })
  const { cookie } = await broken.signIn((await createUser(broken.db)).id)
  await broken.dropDatabase()
  const headers = { ...json, cookie, accept: responseJson }
  const response = await broken.post('/graphql', '{"query":"{ viewer { login } }"}', headers)
  expect([500, 503]).toContain(response.status)
  expect(await response.json()).not.toHaveProperty('data')
  await broken.stop()
})
