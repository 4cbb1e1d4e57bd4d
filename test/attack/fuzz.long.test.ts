import { afterAll, beforeAll, expect, test } from 'vitest'
import { errorCodes } from '#lib/errors.ts'
import { loadSchema } from '#schema.ts'
import { createDemo } from '../demo.ts'
import { DocumentWriter, Random } from './random.ts'
import { type Attacked, startAttacked } from './server.ts'

let server: Attacked
beforeAll(async () => {
  server = await startAttacked({
    // Nobody is there: what would ask GitHub is refused at once.
    GITHUB_API_URL: 'http://127.0.0.1:9',
    // All comes from one address.
    OPERATIONS_PER_CLIENT: '100',
    RATE_LIMIT_SIGNED_OUT: '1000000000',
    RATE_LIMIT_DOCUMENT_BYTES: '2000000000',
  })
  await createDemo(server.db, { repositories: 2, issues: 3 })
})
afterAll(() => server.stop())

/** `FUZZ_SEED` looks elsewhere, `FUZZ_RUNS` looks longer. */
const seed = Number(process.env.FUZZ_SEED ?? 1)
const runs = Number(process.env.FUZZ_RUNS ?? 10_000)

const responseJson = 'application/graphql-response+json'

/** Statuses of a GraphQL answer without data, by the code of its errors. */
const statuses: Record<string, number[]> = {
  BAD_REQUEST: [400, 406, 415],
  BAD_USER_INPUT: [400],
  GRAPHQL_PARSE_FAILED: [400],
  GRAPHQL_VALIDATION_FAILED: [400],
  METHOD_NOT_ALLOWED: [405],
  OPERATION_TOO_COMPLEX: [400],
  PAYLOAD_TOO_LARGE: [413],
  RATE_LIMITED: [429],
  UNAUTHENTICATED: [401],
}

type Answer = {
  data?: unknown
  errors?: { message: unknown; path?: unknown[]; extensions?: { code?: string } }[]
}

/** What is wrong with an answer by GraphQL over HTTP and by our documentation; null if nothing. */
const faultOf = (status: number, mediaType: string | null, text: string): string | null => {
  if (status >= 500) return `status ${status}`
  if (mediaType?.startsWith('text/event-stream')) return null
  let answer: Answer
  try {
    answer = JSON.parse(text)
  } catch {
    return 'no JSON'
  }
  const { errors = [] } = answer
  for (const { message, extensions } of errors) {
    if (typeof message !== 'string') return 'an error without a message'
    if (!errorCodes.some((code) => code === extensions?.code)) return `code ${extensions?.code}`
    if (extensions?.code === 'INTERNAL_SERVER_ERROR') return 'an unexpected error'
    if (/node_modules|\.ts:|prisma|at async/i.test(JSON.stringify(extensions))) return 'a stack'
  }
  if ('data' in answer) return status === 200 ? null : `data with status ${status}`
  if (errors.length === 0) return 'neither data nor errors'
  const allowed = errors.flatMap(({ extensions }) => statuses[extensions?.code ?? ''] ?? [])
  if (mediaType?.startsWith('application/json')) allowed.push(200)
  return allowed.includes(status) ? null : `status ${status} for ${errors[0]?.extensions?.code}`
}

type Request = { path: string; init: RequestInit }

/** Sends eight requests at a time; the first ten that were not answered as they should be. */
const faultsOf = async (make: () => Request) => {
  const faults: object[] = []
  let sent = 0
  const sender = async () => {
    while (sent < runs && faults.length < 10) {
      sent += 1
      const { path, init } = make()
      const response = await fetch(`${server.address}${path}`, {
        ...init,
        signal: AbortSignal.timeout(20_000),
      })
      const mediaType = response.headers.get('content-type')
      const isStream = mediaType?.startsWith('text/event-stream')
      const text = isStream ? '' : await response.text()
      if (isStream) await response.body?.cancel()
      const fault = faultOf(response.status, mediaType, text)
      if (fault) {
        const body = init.body instanceof Uint8Array ? Buffer.from(init.body) : init.body
        const sentBody = String(body).slice(0, 500)
        faults.push({ fault, path, headers: init.headers, sentBody, text: text.slice(0, 500) })
      }
    }
  }
  await Promise.all(Array.from({ length: 8 }, sender))
  return faults
}

test('every random document is answered with a documented code and the right status', async () => {
  const random = new Random(seed)
  const writer = new DocumentWriter(await loadSchema(), random)
  const variables = [null, {}, { v: 1 }, { v: 'x' }, { v: null }, { w: [1] }]
  const faults = await faultsOf(() => ({
    path: '/graphql',
    init: {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: random.of([responseJson, responseJson, 'application/json', '*/*']),
      },
      body: JSON.stringify({ query: writer.document(), variables: random.of(variables) }),
    },
  }))
  expect(faults).toEqual([])
}, 300_000)

const bodies = [
  '{"query":"{ viewer { login } }"}',
  '{"query":"query($n: Int) { issues(first: $n) { totalCount } }","variables":{"n":1}}',
  '{"query":"query A { __typename } query B { __typename }","operationName":"A"}',
  '{"query":"{ __typename }","extensions":{"a":{}}}',
  '[{"query":"{ __typename }"}]',
  'query={__typename}&variables={}',
  '{ __typename }',
  'null',
  '""',
  '',
]
const bodyTypes = [
  'application/json',
  'application/json',
  'application/json; charset=utf-8',
  'application/graphql',
  'application/graphql+json',
  'application/x-www-form-urlencoded',
  'text/plain',
  'multipart/form-data; boundary=x',
  'x',
]
const inserts = [
  '',
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  '\\',
  '\0',
  '\ufeff',
  '1e999',
  'null',
  '[{}]',
]

const damaged = (random: Random, text: string) => {
  let damagedText = text
  for (let times = random.below(4); times > 0; times--) {
    const at = random.below(damagedText.length + 1)
    const insert = random.of(inserts).repeat(random.chance(0.02) ? 30_000 : random.below(3))
    damagedText = damagedText.slice(0, at) + insert + damagedText.slice(at + random.below(6))
  }
  return damagedText
}

test('every random body and address is answered with a documented code and the right status', async () => {
  const random = new Random(seed + 1)
  const faults = await faultsOf(() => {
    const text = damaged(random, random.of(bodies))
    const accept = random.of([responseJson, responseJson, 'application/json', '*/*', 'x/y', ''])
    if (random.chance(0.2)) {
      const parameters = ['query', 'variables', 'operationName', 'extensions', 'x']
      // Node itself refuses addresses of more than 16 KB, with 431 and no body.
      const short = encodeURIComponent(text.slice(0, 1_000).toWellFormed())
      const method = random.of(['GET', 'GET', 'DELETE', 'PATCH'])
      const path = `/graphql?query={__typename}&${random.of(parameters)}=${short}`
      return { path, init: { method, headers: { accept: responseJson } } }
    }
    const bytes = new TextEncoder().encode(text)
    if (random.chance(0.2) && bytes.length > 0)
      bytes[random.below(bytes.length)] = random.below(256)
    const headers = { 'content-type': random.of(bodyTypes), accept }
    return { path: '/graphql', init: { method: 'POST', headers, body: bytes } }
  })
  expect(faults).toEqual([])
}, 300_000)
