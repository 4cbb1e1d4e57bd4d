import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { maximumInputItems } from './input-lists.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

const ask = (query: string, variables: object = {}) =>
  app.post('/graphql', JSON.stringify({ query, variables }), {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json',
  })

const states = (length: number) => Array.from({ length }, () => 'OPEN')
const byVariable = 'query ($states: [IssueState!]) { issues(states: $states) { nodes { id } } }'

test.each([
  ['of a variable', byVariable, { states: states(maximumInputItems + 1) }],
  [
    'of a variable that nobody uses',
    '{ issues { totalCount } }',
    { input: { a: [states(maximumInputItems + 1)] } },
  ],
  ['of the document', `{ issues(states: [${states(maximumInputItems + 1)}]) { totalCount } }`, {}],
])('a long list %s is refused before any SQL', async (_name, query, variables) => {
  const { result, statements } = await app.statementsDuring(() => ask(query, variables))
  expect(result.status).toBe(400)
  const { errors } = (await result.json()) as { errors: object[] }
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
  expect(statements).toEqual([])
})

test('a list of as many items as may be is answered', async () => {
  const response = await ask(byVariable, { states: states(maximumInputItems) })
  expect([response.status, await response.json()]).toEqual([
    200,
    { data: { issues: { nodes: [] } } },
  ])
})
