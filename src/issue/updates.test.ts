import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { installationEvent, issuesEvent, repositoryEvent } from '../../test/github.ts'
import { subscribe } from '../../test/sse.ts'

let app: TestApp
let repositoryId = ''
let organizationId = ''

beforeAll(async () => {
  app = await startTestApp()
  await app.deliver(installationEvent('created'))
  await app.settled()
  const repository = await app.db.repository.findFirstOrThrow()
  repositoryId = encodeId('Repository', repository.id)
  organizationId = encodeId('Organization', repository.organizationId)
})
afterAll(() => app.stop())

const document = (argument: string) =>
  `subscription { issueUpdated(${argument}) { issueId issue { title state } } }`

test('whoever follows a repository or its organization hears of a change, over SSE', async () => {
  const both = [
    subscribe(app.address, document(`repositoryId: "${repositoryId}"`)),
    subscribe(app.address, document(`organizationId: "${organizationId}"`)),
  ]
  await Promise.all(both.map(({ opened }) => opened))
  await app.deliver(issuesEvent('opened'))
  for (const { next } of both) {
    expect(await next()).toMatchObject({
      data: { issueUpdated: { issue: { title: 'It does not fly', state: 'OPEN' } } },
    })
  }
  await app.deliver(issuesEvent('deleted'))
  for (const { next, close } of both) {
    expect(await next()).toMatchObject({
      data: { issueUpdated: { issueId: expect.any(String), issue: null } },
    })
    close()
  }
})

test('nothing is told of a repository that became private', async () => {
  const { opened, next, close } = subscribe(
    app.address,
    document(`organizationId: "${organizationId}"`),
  )
  await opened
  await app.deliver(
    repositoryEvent('privatized', { private: true, updated_at: '2026-05-01T00:00:00Z' }),
  )
  await app.settled()
  await app.deliver(issuesEvent('opened', { issue: { id: 5_001, number: 2, title: 'Secret' } }))
  await app.settled()
  await app.deliver(
    repositoryEvent('publicized', { private: false, updated_at: '2026-05-02T00:00:00Z' }),
  )
  await app.settled()
  await app.deliver(issuesEvent('opened', { issue: { id: 5_002, number: 3, title: 'Public' } }))
  expect(await next()).toMatchObject({ data: { issueUpdated: { issue: { title: 'Public' } } } })
  close()
})

test.each([
  ['', 'Give either'],
  ['repositoryId: "nonsense"', 'is not an id of this API'],
])('a subscription with (%s) is refused', async (argument, message) => {
  const { next } = subscribe(app.address, document(argument).replace('()', ''))
  expect(await next()).toMatchObject({
    errors: [{ message: expect.stringContaining(message), extensions: { code: 'BAD_USER_INPUT' } }],
  })
})

test('an id of another type is refused', async () => {
  const { next } = subscribe(app.address, document(`repositoryId: "${organizationId}"`))
  expect(await next()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
})

test('a client that leaves, leaves no listener behind', async () => {
  const { opened, close } = subscribe(app.address, document(`repositoryId: "${repositoryId}"`))
  await opened
  await expect.poll(() => app.app.pubsub.subscribers()).toBe(1)
  close()
  await expect.poll(() => app.app.pubsub.subscribers()).toBe(0)
})
