import { isObjectType } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import { loadSchema } from '#schema.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createDemo } from '../../test/demo.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

const nobody = '00000000-0000-4000-8000-000000000000'

test('an id of each Node type that belongs to no row is null, not an error', async () => {
  const types = Object.values((await loadSchema()).getTypeMap())
    .filter(
      (type) => isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node'),
    )
    .map(({ name }) => name)
  expect(types).toContain('Issue')
  for (const type of types) {
    const { data, errors } = await app.query(`{ node(id: "${encodeId(type, nobody)}") { id } }`)
    expect({ type, data, errors }).toEqual({ type, data: { node: null } })
  }
})

test('nodes come in the order of their ids, in as many statements as there are types', async () => {
  const rows = await createDemo(app.db, { repositories: 3, issues: 5 })
  const ids = rows.flatMap(({ organization, repository, issue }) => [
    encodeId('Issue', issue.id),
    encodeId('Repository', repository.id),
    encodeId('Organization', organization.id),
  ])
  const { result, statements } = await app.statementsDuring(() =>
    app.query(
      `{ nodes(ids: ${JSON.stringify(ids)}) { id ... on Issue { title repository { name } } } }`,
    ),
  )
  expect((result.data as { nodes: { id: string }[] }).nodes.map(({ id }) => id)).toEqual(ids)
  expect(statements).toHaveLength(3)
})

test.each([
  ['a type that is no Node', encodeId('Money', nobody), 'Things of the type Money'],
  ['an unknown type', encodeId('Unicorn', nobody), 'Things of the type Unicorn'],
  ['no UUID', encodeId('Issue', '17'), 'is not an id of this API'],
  ['other text', 'hello', 'is not an id of this API'],
])('an id of %s is BAD_USER_INPUT', async (_name, id, message) => {
  const { errors } = await app.query(`{ node(id: "${id}") { id } }`)
  expect(errors?.[0]).toMatchObject({
    message: expect.stringContaining(message),
    extensions: { code: 'BAD_USER_INPUT' },
  })
})

test('more than 100 ids are refused without any SQL', async () => {
  const ids = Array.from({ length: 101 }, () => encodeId('Issue', nobody))
  const { result, statements } = await app.statementsDuring(() =>
    app.query(`{ nodes(ids: ${JSON.stringify(ids)}) { id } }`),
  )
  expect(result.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
  expect(statements).toEqual([])
})
