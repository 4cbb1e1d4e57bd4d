import { afterAll, beforeAll, expect, test } from 'vitest'
import { seedOnce } from '#seed.ts'
import { startWithStripe, type TestStripeApp } from '../../test/stripe.ts'
import { examples } from './examples.ts'

const queries = examples.filter(({ query }) => /^query /m.test(query))
const mutations = examples.filter(({ query }) => /^mutation /m.test(query))

let world: TestStripeApp
let cookie: string
beforeAll(async () => {
  world = await startWithStripe()
  const { app } = world
  await seedOnce(app.db)
  const { id } = await app.db.user.findFirstOrThrow({ where: { login: 'ada-demo' } })
  cookie = (await app.signIn(id)).cookie
})
afterAll(() => world.stop())

/** What the example answers to ada-demo, an admin of acme. */
const answerOf = ({ query, variables = '{}' }: (typeof examples)[number]) =>
  world.app.query<Record<string, object>, object>(query, JSON.parse(variables), { cookie })

const run = async (example: (typeof examples)[number]) => {
  const { result, statements } = await world.app.statementsDuring(() => answerOf(example))
  // What finds out who asks is the same for all.
  return { result, statements: statements.filter((sql) => !/"(session|membership)"/.test(sql)) }
}

test('each mutation does what it says', async () => {
  expect(mutations).not.toEqual([])
  for (const example of mutations) {
    const { data } = await answerOf(example)
    const [[field = '', answer] = []] = Object.entries(data ?? {})
    const name = field.charAt(0).toUpperCase() + field.slice(1)
    expect({ example: example.name, ...answer }).toMatchObject({ __typename: `${name}Payload` })
  }
  await world.settled()
})

test('each answers on the demo data, in as many statements for much as for little', async () => {
  const much = new Map<string, number>()
  for (const example of queries) {
    const { result, statements } = await run(example)
    expect({ name: example.name, errors: result.errors }).toEqual({ name: example.name })
    expect(Object.values(result.data ?? {})).not.toContain(null)
    much.set(example.name, statements.length)
  }
  await world.app.db.issue.deleteMany({
    where: { NOT: { number: { in: [1, 2] }, repository: { name: 'rocket' } } },
  })
  await world.app.db.repository.deleteMany({ where: { name: { not: 'rocket' } } })
  const little = new Map<string, number>()
  for (const example of queries) little.set(example.name, (await run(example)).statements.length)
  expect(little).toEqual(much)
  expect(Math.max(...much.values())).toBeLessThanOrEqual(5)
})
