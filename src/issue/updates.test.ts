import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createMembership, createUser } from '../../test/demo.ts'
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

test('a stream that is signed out hears no more of a private repository, and ends', async () => {
  const repository = await app.db.repository.findFirstOrThrow()
  const { id: userId } = await createUser(app.db)
  await createMembership(app.db, { userId, organizationId: repository.organizationId })
  const { cookie } = await app.signIn(userId)
  const change = (number: number, isPrivate: boolean, day: number) => {
    const updated_at = `2026-06-0${day}T00:00:00Z`
    return [
      repositoryEvent(isPrivate ? 'privatized' : 'publicized', { private: isPrivate, updated_at }),
      issuesEvent('opened', { issue: { id: 6_000 + number, number, title: `Change ${number}` } }),
    ]
  }
  const happen = async (events: { event: string; payload: object }[]) => {
    for (const event of events) {
      await app.deliver(event)
      await app.settled()
    }
  }
  const query = document(`repositoryId: "${repositoryId}"`)
  const { opened, next, close } = subscribe(app.address, query, { cookie })
  await opened
  await happen(change(61, true, 1))
  expect(await next()).toMatchObject({ data: { issueUpdated: { issue: { title: 'Change 61' } } } })
  await app.post('/auth/logout', '', { cookie, origin: app.address })
  expect(await next()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
  await happen([...change(62, true, 2), ...change(63, false, 3)])
  expect(await next()).toBeUndefined()
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
  const streams = async () => (await app.app.metrics.liveStreams.get()).values[0]?.value
  const { opened, close } = subscribe(app.address, document(`repositoryId: "${repositoryId}"`))
  await opened
  await expect.poll(streams).toBe(1)
  close()
  await expect.poll(streams).toBe(0)
})
