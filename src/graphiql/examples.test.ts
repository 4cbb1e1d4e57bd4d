import { afterAll, beforeAll, expect, test } from 'vitest'
import { seedOnce } from '#seed.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { examples } from './examples.ts'

const queries = examples.filter(({ query }) => /^query /m.test(query))
const mutations = examples.filter(({ query }) => /^mutation /m.test(query))

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ worker: false })
  await seedOnce(app.db)
})
afterAll(() => app.stop())

const run = ({ query, variables = '{}' }: (typeof examples)[number]) =>
  app.statementsDuring(() => app.query(query, JSON.parse(variables)))

test('each mutation does what it says, for an admin of acme', async () => {
  const { id } = await app.db.user.findFirstOrThrow({ where: { login: 'ada-demo' } })
  const { cookie } = await app.signIn(id)
  expect(mutations).not.toEqual([])
  for (const { name, query, variables = '{}' } of mutations) {
    const { data } = await app.query<Record<string, object>, object>(query, JSON.parse(variables), {
      cookie,
    })
    expect(Object.values(data ?? {})).toEqual([
      expect.objectContaining({ __typename: `${name}Payload` }),
    ])
  }
})

test('each answers on the demo data, in as many statements for much as for little', async () => {
  const much = new Map<string, number>()
  for (const example of queries) {
    const { result, statements } = await run(example)
    expect({ name: example.name, errors: result.errors }).toEqual({ name: example.name })
    expect(Object.values(result.data ?? {})).not.toContain(null)
    much.set(example.name, statements.length)
  }
  await app.db.issue.deleteMany({ where: { NOT: { number: 1, repository: { name: 'rocket' } } } })
  await app.db.repository.deleteMany({ where: { name: { not: 'rocket' } } })
  const little = new Map<string, number>()
  for (const example of queries) little.set(example.name, (await run(example)).statements.length)
  expect(little).toEqual(much)
  expect(Math.max(...much.values())).toBeLessThanOrEqual(3)
})
