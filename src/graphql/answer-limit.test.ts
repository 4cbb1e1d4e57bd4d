import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createDemo } from '../../test/demo.ts'

let app: TestApp
let id: string
beforeAll(async () => {
  app = await startTestApp({ worker: false })
  await createDemo(app.db, { repositories: 1, issues: 1 })
  const { id: issueId } = await app.db.issue.findFirstOrThrow()
  await app.db.issue.update({ where: { id: issueId }, data: { body: 'x'.repeat(60_000) } })
  id = encodeId('Issue', issueId)
})
afterAll(() => app.stop())

const ask = (selection: string) =>
  app.query<{ nodes: unknown[] }, object>(
    `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Issue { ${selection} } } }`,
    { ids: Array.from({ length: 100 }, () => id) },
  )

test('an answer of many long texts is refused before it is written', async () => {
  const { data, errors } = await ask('a: body b: body')
  expect(data).toBeUndefined()
  expect(errors).toMatchObject([
    { extensions: { code: 'OPERATION_TOO_COMPLEX', measure: 'bytes', limit: 10_000_000 } },
  ])
})

test('a page of long texts is answered', async () => {
  const { data, errors } = await ask('body')
  expect(errors).toBeUndefined()
  expect(data?.nodes).toHaveLength(100)
})

test('more long texts than that are refused before anything is read', async () => {
  const { result, statements } = await app.statementsDuring(() => ask('a: body b: body c: body'))
  expect(result.errors).toMatchObject([
    { extensions: { code: 'OPERATION_TOO_COMPLEX', measure: 'cost' } },
  ])
  expect(statements).toEqual([])
})
