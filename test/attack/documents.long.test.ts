import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Attacked, startAttacked } from './server.ts'

let server: Attacked
beforeAll(async () => {
  // What each does is looked at, not how many one address may send.
  server = await startAttacked({ RATE_LIMIT_DOCUMENT_BYTES: '2000000000' })
})
afterAll(() => server.stop())

const body = (query: string) => JSON.stringify({ query })

/** Never the same twice: no cache knows it. */
let number = 0
const unique = () => `n${number++}`

const bomb = (levels: number) =>
  Array.from(
    { length: levels },
    (_, level) => `fragment F${level} on Query { ...F${level + 1} ...F${level + 1} }`,
  ).join(' ')

/** Bodies that took memory or time for good, and others like them. */
const attacks: Record<string, () => string> = {
  '900 KB of comments': () => body(`{ ${unique()}: __typename }${'#\n'.repeat(300_000)}`),
  '99 KB of comments': () => body(`{ ${unique()}: __typename }${'#\n'.repeat(49_000)}`),
  '1,000 comments': () => body(`{ ${unique()}: __typename }${'#\n'.repeat(990)}`),
  '3,900 tokens, valid': () =>
    body(
      `query ${unique()} { ${'__typename @skip(if: true) '.repeat(40)} ${'__typename '.repeat(400)} }`,
    ),
  '3,900 tokens, not valid': () => body(`{ ${`${unique()} `.repeat(3_900)} }`),
  '3,900 tokens, no GraphQL': () => body(`{ ${`${unique()} `.repeat(3_900)} `),
  'the same field 1,900 times': () => body(`{ ${`viewer { ${unique()} } `.repeat(950)} }`),
  'fields that overlap, in fragments': () =>
    body(
      `{ ${'...A ...B ...C ...D '.repeat(20)} } ${['A', 'B', 'C', 'D']
        .map((name) => `fragment ${name} on Query { ${'viewer { login } '.repeat(100)} }`)
        .join(' ')} # ${unique()}`,
    ),
  '499 aliases': () =>
    body(`{ ${Array.from({ length: 499 }, () => `${unique()}: viewer { login }`).join(' ')} }`),
  'lists in lists': () =>
    body(`{ ${unique()}: issues(first: 100) { nodes { repository { issues(first: 100) { nodes {
      repository { issues(first: 100) { nodes { id } } } } } } } } }`),
  'variables that do not fit': () =>
    JSON.stringify({
      query: `query ${unique()}($ids: [ID!]!, $n: Int!) { nodes(ids: $ids) { id } issues(first: $n) { totalCount } }`,
      variables: { ids: Array.from({ length: 50_000 }, () => null), n: 'x'.repeat(400_000) },
    }),
  'a cursor of 900 KB': () =>
    JSON.stringify({
      query: `query ${unique()}($after: String) { issues(after: $after) { totalCount } }`,
      variables: { after: 'A'.repeat(900_000) },
    }),
  '50,000 ids': () =>
    JSON.stringify({
      query: `query ${unique()}($ids: [ID!]!) { nodes(ids: $ids) { id } }`,
      variables: { ids: Array.from({ length: 50_000 }, () => 'SXNzdWU6MQ') },
    }),
  'a bomb of fragments': () =>
    body(`{ ...F0 } ${bomb(300)} fragment F300 on Query { ${unique()} }`),
  'fragments that spread each other': () =>
    body(`{ ...A } fragment A on Query { ...B ${unique()} } fragment B on Query { ...A }`),
  'levels of selections': () => body(`${'{a'.repeat(1_300)}${'}'.repeat(1_300)} # ${unique()}`),
  'levels of lists': () => body(`{ a(b: ${'['.repeat(1_900)}${']'.repeat(1_900)}) ${unique()} }`),
  'one string of 99 KB': () =>
    body(`{ organization(login: "${unique().padEnd(99_000, 'x')}") { id } }`),
  'one name of 99 KB': () => body(`{ ${unique().padEnd(99_000, 'x')} }`),
  '500 operations': () =>
    body(Array.from({ length: 500 }, () => `query ${unique()} { __typename }`).join(' ')),
  'variables 400,000 deep': () =>
    `{"query":"{ __typename }","variables":${'['.repeat(400_000)}${']'.repeat(400_000)}}`,
  '100,000 variables': () =>
    JSON.stringify({
      query: '{ __typename }',
      variables: Object.fromEntries(Array.from({ length: 60_000 }, () => [unique(), 1])),
    }),
  'a number of 900 KB': () => `{"query":"{ __typename }","variables":{"a":${'9'.repeat(900_000)}}}`,
  'JSON that ends early': () => `{"query":"${'x'.repeat(900_000)}`,
  'a body of NUL': () => '\0'.repeat(900_000),
}

test.each(Object.entries(attacks))('%s: answered, and nothing of it stays', async (_name, make) => {
  await server.withstands(async () => {
    for (let round = 0; round < 8; round++) {
      const answers = await Promise.all(Array.from({ length: 4 }, () => server.post(make())))
      for (const { status } of answers) expect([200, 400, 413]).toContain(status)
    }
  })
})

const issueFields =
  'id number title body url state commentCount createdAt updatedAt closedAt fundingGoal{amount} ' +
  'pledgedAmount{amount} labels{name} author{login} hasPledgeBadge needsConfirmationSolved'
const someOf = (chance: number) => {
  const chosen = issueFields.split(' ').filter(() => Math.random() < chance)
  return ['__typename', ...chosen].join(' ')
}

test('selections that are ever different leave no more plans of queries than may be kept', async () => {
  await server.withstands(async () => {
    for (let round = 0; round < 60; round++) {
      const documents = Array.from({ length: 4 }, () =>
        body(`{ issues(first: 1) { nodes { ${someOf(0.5)} repository { name issues(first: 1) {
          nodes { ${someOf(0.5)} } } } organization { login repositories(first: 1) {
          nodes { issues(first: 1) { nodes { ${someOf(0.5)} } } } } } } } }`),
      )
      const answers = await Promise.all(documents.map((document) => server.post(document)))
      for (const { status } of answers) expect(status).toBe(200)
    }
  })
})

test('thousands of different documents leave no more than the cache may hold', async () => {
  const { heap } = await server.withstands(async () => {
    for (let round = 0; round < 75; round++) {
      const documents = Array.from({ length: 4 }, () =>
        body(`{ ${Array.from({ length: 45 }, () => `${unique()}: __typename`).join(' ')} }`),
      )
      await Promise.all(documents.map((document) => server.post(document)))
    }
  })
  expect(heap.after).toBeLessThan(400_000_000)
})
