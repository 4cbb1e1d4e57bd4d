import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { createDemo, createMembership, createUser } from '../../../test/demo.ts'
import { subscribe } from '../../../test/sse.ts'

type Place = { issueId: string; repositoryId: string; organizationId: string }

let app: TestApp
let place: Place

beforeAll(async () => {
  app = await startTestApp({
    worker: false,
    settings: {
      LIVE_STREAMS_PER_ADDRESS: '12',
      LIVE_STREAMS_PER_VIEWER: '3',
      LIVE_BUFFER_BYTES: '10000',
      OPERATION_TIMEOUT_SECONDS: '2',
    },
  })
  const [demo] = await createDemo(app.db)
  if (!demo) throw new Error('There is no issue')
  const { issue, repository, organization } = demo
  place = { issueId: issue.id, repositoryId: repository.id, organizationId: organization.id }
})
afterAll(() => app.stop())

const document = (selection = 'issueId issue { title }') =>
  `subscription { issueUpdated(repositoryId: "${encodeId('Repository', place.repositoryId)}") { ${selection} } }`

const change = (title: string) =>
  app.ctx.transaction(async (tx) => {
    await tx.db.issue.update({ where: { id: place.issueId }, data: { title } })
    tx.publish('issue.updated', place)
  })

const figure = async (name: 'liveStreams' | 'liveSelections') =>
  (await app.app.metrics[name].get()).values[0]?.value

const open = async (count: number, headers: Record<string, string> = {}, query = document()) => {
  const streams = Array.from({ length: count }, () => subscribe(app.address, query, headers))
  await Promise.all(streams.map(({ opened }) => opened))
  return streams
}

const closeAll = async (streams: { close: () => void }[]) => {
  for (const { close } of streams) close()
  await expect.poll(() => figure('liveStreams')).toBe(0)
}

describe('one event', () => {
  test('is read once for ten streams that ask for the same, and written to each once', async () => {
    const during = async (count: number, title: string) => {
      const streams = await open(count)
      const { result, statements } = await app.statementsDuring(async () => {
        await change(title)
        return Promise.all(streams.map(({ next }) => next()))
      })
      await closeAll(streams)
      return { result, statements: statements.length }
    }
    const one = await during(1, 'One')
    const ten = await during(10, 'Ten')
    expect(ten.statements).toBe(one.statements)
    expect(ten.result).toHaveLength(10)
    for (const told of ten.result) {
      expect(told).toMatchObject({ data: { issueUpdated: { issue: { title: 'Ten' } } } })
    }
  })

  test('is decided for many people by the same statements as for one', async () => {
    const people = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const { id: userId } = await createUser(app.db)
        await createMembership(app.db, { userId, organizationId: place.organizationId })
        return (await app.signIn(userId)).cookie
      }),
    )
    const during = async (cookies: string[]) => {
      const streams = (await Promise.all(cookies.map((cookie) => open(1, { cookie })))).flat()
      const { statements } = await app.statementsDuring(async () => {
        await change('Decided')
        return Promise.all(streams.map(({ next }) => next()))
      })
      await closeAll(streams)
      const reads = (table: string) =>
        statements.filter(
          (sql) => sql.startsWith('SELECT') && sql.includes(`FROM "public"."${table}"`),
        )
      return { decisions: reads('session').length, loads: reads('issue').length }
    }
    const one = await during(people.slice(0, 1))
    const four = await during(people)
    expect(one.decisions).toBe(1)
    expect(four).toEqual({ decisions: one.decisions, loads: 4 * one.loads })
  })

  test('reaches a stream with each change, in order', async () => {
    const [stream] = await open(1)
    for (const title of ['a', 'b', 'c']) {
      await change(title)
      expect(await stream?.next()).toMatchObject({ data: { issueUpdated: { issue: { title } } } })
    }
    await closeAll(stream ? [stream] : [])
  })
})

test('the time of an operation ends a read for an event, not the stream', async () => {
  const [stream] = await open(1)
  await app.db.$transaction(async (tx) => {
    await tx.$executeRaw`LOCK TABLE issue IN ACCESS EXCLUSIVE MODE`
    await app.ctx.transaction(async (other) => other.publish('issue.updated', place))
    expect(await stream?.next()).toMatchObject({
      errors: [{ extensions: { code: 'UNAVAILABLE' } }],
    })
  })
  await change('In time')
  const told = { data: { issueUpdated: { issue: { title: 'In time' } } } }
  expect(await stream?.next()).toMatchObject(told)
  await closeAll(stream ? [stream] : [])
})

describe('limits', () => {
  const refusalOf = async (headers: Record<string, string> = {}, query = document()) => {
    const { opened, next, close } = subscribe(app.address, query, headers)
    const { status } = await opened
    const answer = (await next()) as { errors?: [{ extensions: { code: string } }] }
    close()
    return [status, answer.errors?.[0].extensions.code]
  }

  test('one address opens so many streams and no more; a closed one makes room', async () => {
    const streams = await open(12)
    expect(await refusalOf()).toEqual([429, 'RATE_LIMITED'])
    const [first, ...rest] = streams
    first?.close()
    await expect.poll(() => figure('liveStreams')).toBe(11)
    await closeAll([...rest, ...(await open(1))])
  })

  test('one person too, with any of their sessions', async () => {
    const { id } = await createUser(app.db)
    const cookies = [(await app.signIn(id)).cookie, (await app.signIn(id)).cookie]
    const streams = await open(3, { cookie: cookies[0] ?? '' })
    expect(await refusalOf({ cookie: cookies[1] ?? '' })).toEqual([429, 'RATE_LIMITED'])
    await closeAll([...streams, ...(await open(1))])
  })

  test('a subscription is costed before it opens, as a query is', async () => {
    const page = (inner: string) => `repository { issues(first: 100) { nodes { ${inner} } } }`
    const { statements } = await app.statementsDuring(async () => {
      const dear = document(`issue { ${page(page('id'))} }`)
      expect(await refusalOf({}, dear)).toEqual([400, 'OPERATION_TOO_COMPLEX'])
    })
    expect(statements).toEqual([])
  })

  test('the text of a subscription is limited', async () => {
    const { statements } = await app.statementsDuring(async () => {
      const long = Array.from({ length: 40 }, (_, n) => `${'alias'.repeat(50)}${n}: issueId`)
      expect(await refusalOf({}, document(long.join(' ')))).toEqual([400, 'OPERATION_TOO_COMPLEX'])
    })
    expect(statements).toEqual([])
  })

  test('without `accept: text/event-stream` a subscription is 406', async () => {
    const response = await app.post('/graphql', JSON.stringify({ query: document() }), {
      'content-type': 'application/json',
      accept: 'application/json',
    })
    expect(response.status).toBe(406)
    expect(await figure('liveStreams')).toBe(0)
  })
})

describe('a client', () => {
  /** A client of its own, which reads when told to. */
  const openSocket = async (query: string) => {
    const { hostname, port } = new URL(app.address)
    const socket = connect(Number(port), hostname)
    const body = JSON.stringify({ query })
    socket.write(
      `POST /graphql HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/json\r\n` +
        `accept: text/event-stream\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    )
    await new Promise((resolve) => socket.once('readable', resolve))
    return socket
  }

  test('that reads too slowly is told so, and its stream ends', async () => {
    await app.db.issue.update({
      where: { id: place.issueId },
      data: { title: 'x'.repeat(100_000) },
    })
    const aliases = Array.from({ length: 20 }, (_, n) => `t${n}: title`).join(' ')
    const socket = await openSocket(document(`issue { ${aliases} }`))
    await expect.poll(() => figure('liveStreams')).toBe(1)
    for (let event = 0; event < 30 && (await figure('liveStreams')) === 1; event++) {
      const before = (await app.app.metrics.liveExecutions.get()).values[0]?.value ?? 0
      await app.ctx.transaction(async (tx) => tx.publish('issue.updated', place))
      await expect
        .poll(async () => (await app.app.metrics.liveExecutions.get()).values[0]?.value)
        .toBe(before + 1)
    }
    expect(await figure('liveStreams')).toBe(0)
    let end = ''
    for await (const chunk of socket) end = (end + chunk).slice(-1_000)
    expect(end).toContain('"code":"SUBSCRIPTION_TOO_SLOW"')
    expect(end).toContain('event: complete')
    await change('Short again')
  })

  test('that leaves at any moment, leaves nothing behind', async () => {
    for (let round = 0; round < 5; round++) {
      const streams = Array.from({ length: 10 }, () => subscribe(app.address, document()))
      const left = streams.slice(0, 5).map(async ({ opened, close }) => {
        close()
        await opened.catch(() => undefined)
      })
      await Promise.all([...left, ...streams.slice(5).map(({ opened }) => opened)])
      for (const { close } of streams) close()
      await expect.poll(() => figure('liveStreams')).toBe(0)
    }
    expect(await figure('liveSelections')).toBe(0)
    const streams = await open(12)
    await closeAll(streams)
  })
})
