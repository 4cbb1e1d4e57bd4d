import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Attacked, startAttacked } from './server.ts'

let server: Attacked
beforeAll(async () => {
  server = await startAttacked()
})
afterAll(() => server.stop())

const aliases = (count: number, field: string) =>
  Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ')

const typeFields = 'name description fields(includeDeprecated: true) { name args { name } }'

/** Documents that ask for far more of the schema than any tool does, each in its own way. */
const documents: Record<string, string> = {
  'aliases of __schema through one fragment': `{ ${aliases(200, '__schema { ...F }')} }
    fragment F on __Schema { types { ${typeFields} } }`,
  'few aliases of __schema': `{ ${aliases(20, `__schema { types { ${typeFields} } }`)} }`,
  'aliases of types': `{ __schema { ${aliases(60, `types { ${typeFields} }`)} } }`,
  'aliases through a chain of fragments': `{ __schema { ...A } }
    fragment A on __Schema { a: types { ...B } b: types { ...B } c: types { ...B } }
    fragment B on __Type { a: fields { ...C } b: fields { ...C } c: fields { ...C } }
    fragment C on __Field { a: args { name } b: args { name } c: type { fields { name } } }`,
  'fields of the types of fields': `{ __schema { ${aliases(
    9,
    `types { fields { type { ofType {
    fields { type { ofType { fields { name } } } } } } } }`,
  )} } }`,
  'possible types of interfaces, and back': `{ __schema { ${aliases(
    9,
    `types { interfaces {
    possibleTypes { interfaces { possibleTypes { fields { name } } } } } }`,
  )} } }`,
  'many __type': `{ ${aliases(
    20,
    `__type(name: "Query") { fields { args { type { name } } type {
    ofType { fields { args { name } type { ofType { fields { name } } } } } } } }`,
  )} }`,
}

/** graphql's own rule against deep introspection refuses some, each place that breaks it. */
const refusals = ['OPERATION_TOO_COMPLEX', 'GRAPHQL_VALIDATION_FAILED']

test.each(Object.entries(documents))('%s: refused before it runs', async (_name, document) => {
  const { status, body } = await server.query(document)
  expect(status).toBe(400)
  const answer = JSON.parse(body)
  expect(answer).not.toHaveProperty('data')
  for (const { extensions } of answer.errors) expect(refusals).toContain(extensions.code)
})

test('what tools ask is answered, from a cache the second time', async () => {
  const full = getIntrospectionQuery({
    ...{ descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true },
    ...{ schemaDescription: true, inputValueDeprecation: true, oneOf: true },
  })
  for (const document of [full, getIntrospectionQuery()]) {
    const first = await server.query(document)
    const again = await server.query(document)
    expect(first.status).toBe(200)
    expect(JSON.parse(first.body).data.__schema.types.length).toBeGreaterThan(100)
    expect(again.body).toBe(first.body)
  }
})

test('the server withstands all of them, and as much as is allowed in ever other words', async () => {
  let number = 0
  const allowed = () => `{ __schema { types { ${typeFields} } } x${number++}: __typename }`
  await server.withstands(async () => {
    for (let round = 0; round < 10; round++) {
      const attacks = [...Object.values(documents), allowed(), allowed(), getIntrospectionQuery()]
      await Promise.all(attacks.map((document) => server.query(document)))
    }
  })
})
