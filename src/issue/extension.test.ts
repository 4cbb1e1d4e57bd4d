import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createDemo, createMembership, createUser } from '../../test/demo.ts'

let app: TestApp
let place = ''
let userId = ''
const people: Record<string, { cookie: string }> = {}

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  const rows = await createDemo(app.db, { issues: 4 })
  const [first, second, third] = rows
  if (!first || !second || !third) throw new Error('no demo')
  place = `owner: "${first.organization.login}", repository: "${first.repository.name}"`
  const set = (id: string, data: object) => app.db.issue.update({ where: { id }, data })
  await set(first.issue.id, { pledgedAmountSum: 500n })
  await set(second.issue.id, { hasPullRequestRelationship: true })
  await set(third.issue.id, { hasInProgressRelationship: true })
  for (const login of ['member', 'outsider']) {
    const user = await createUser(app.db, { login })
    people[login] = { cookie: (await app.signIn(user.id)).cookie }
    if (login === 'outsider') continue
    userId = user.id
    await createMembership(app.db, { userId, organizationId: first.organization.id })
  }
})
afterAll(() => app.stop())

type Data = { extensionIssues: { number: number }[] }

const ask = async (numbers: string, headers?: Record<string, string>) => {
  const query = `{ extensionIssues(${place}, numbers: ${numbers}) { number } }`
  const { data, errors } = await app.query<Data, object>(query, {}, headers)
  return data?.extensionIssues.map(({ number }) => number) ?? errors?.[0]?.extensions.code
}

test('members get the issues that have pledges or references', async () => {
  expect(await ask('[1, 2, 3, 4, 99]', people.member)).toEqual([1, 2, 3])
  expect(await ask('[4, 2]', people.member)).toEqual([2])
  expect(await ask('[]', people.member)).toEqual([])
})

test('others get none, nobody is refused, and more than 100 are too many', async () => {
  expect(await ask('[1, 2, 3]', people.outsider)).toEqual([])
  expect(await ask('[1]')).toBe('UNAUTHENTICATED')
  const many = JSON.stringify(Array.from({ length: 101 }, (_, index) => index))
  expect(await ask(many, people.member)).toBe('BAD_USER_INPUT')
})

test('when and with which version somebody uses the extension is noted, once an hour', async () => {
  const seen = async () => {
    const user = await app.db.user.findUniqueOrThrow({ where: { id: userId } })
    return { at: user.lastSeenAtExtension, version: user.lastVersionExtension }
  }
  const use = (agent: string) => ask('[1]', { ...people.member, 'x-polar-agent': agent })
  await use('nonsense')
  expect(await seen()).toEqual({ at: null, version: null })
  await use('polar-extension/1.2.3')
  const first = await seen()
  expect(first).toEqual({ at: expect.any(Date), version: '1.2.3' })
  await use('polar-extension/1.2.3')
  expect(await seen()).toEqual(first)
  await use('polar-extension/1.2.4')
  expect((await seen()).version).toBe('1.2.4')
})
