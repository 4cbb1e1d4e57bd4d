import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenCollectiveSandbox, startOpenCollectiveSandbox } from './server.ts'

let sandbox: OpenCollectiveSandbox
beforeAll(async () => {
  sandbox = await startOpenCollectiveSandbox()
})
afterAll(() => sandbox.stop())

const post = (url: string, body: unknown) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

const ask = async (query: string, url = sandbox.url) => {
  const response = await post(url, { query })
  return { status: response.status, answer: (await response.json()) as object }
}

test('answers what it knows of a collective, in any case of its slug', async () => {
  expect(
    await ask('{ collective(slug: "Frozen") { slug isFrozen isArchived host { slug } } }'),
  ).toEqual({
    status: 200,
    answer: {
      data: {
        collective: {
          slug: 'frozen',
          isFrozen: true,
          isArchived: false,
          host: { slug: 'opensource' },
        },
      },
    },
  })
})

test('an unknown slug is an error, in an answer with status 200', async () => {
  expect(await ask('{ collective(slug: "nobody") { slug } }')).toMatchObject({
    status: 200,
    answer: { data: { collective: null }, errors: [{ message: expect.any(String) }] },
  })
})

test('a field that it does not know is refused', async () => {
  expect(await ask('{ collective(slug: "acme") { wealth } }')).toMatchObject({
    status: 400,
    answer: { errors: [{ message: expect.stringContaining('wealth') }] },
  })
})

test('runs as a process, obeys commands, and ends when it is told to', async () => {
  const child = fork(fileURLToPath(new URL('main.ts', import.meta.url)), {
    env: { PATH: process.env.PATH },
  })
  const [{ ready }] = (await once(child, 'message')) as [{ ready: string }]
  const command = (name: string, body: object) =>
    post(`${new URL(ready).origin}/_sandbox/${name}`, body)
  expect((await command('setCollective', { slug: 'acme', isArchived: true })).status).toBe(200)
  expect((await command('setCollective', { slug: 'acme', wealth: 1 })).status).toBe(422)
  expect((await command('explode', {})).status).toBe(404)
  expect(await ask('{ collective(slug: "acme") { isArchived } }', ready)).toEqual({
    status: 200,
    answer: { data: { collective: { isArchived: true } } },
  })
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})
