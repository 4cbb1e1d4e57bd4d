import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWithGithub } from '../../test/github-sandbox.ts'
import * as webhooks from './service.ts'

let setting: Awaited<ReturnType<typeof startWithGithub>>
beforeAll(async () => {
  setting = await startWithGithub()
})
afterAll(() => setting.stop())

/** Makes everything that GitHub has sent old enough to be looked at. */
const age = () => {
  for (const delivery of setting.github.webhooks.deliveries) {
    delivery.deliveredAt = new Date(Date.parse(delivery.deliveredAt) - 120_000).toISOString()
  }
}

const attempts = () => setting.github.control.listDeliveries()

test('what never reached us is sent again; what did, or was sent a moment ago, is not', async () => {
  const { app, github } = setting
  const nowhere = 'http://127.0.0.1:9/webhooks/github'
  const secret = app.env.GITHUB_WEBHOOK_SECRET
  github.webhooks.sendTo(`${app.address}/webhooks/github`, secret)
  github.control.openIssue({ repository: 'acme/rocket', title: 'Arrives' })
  await github.webhooks.settled()
  github.webhooks.sendTo(nowhere, secret)
  const { number } = github.control.openIssue({ repository: 'acme/rocket', title: 'Is lost' })
  await github.webhooks.settled()
  github.webhooks.sendTo(`${app.address}/webhooks/github`, secret)
  const sent = attempts().length

  await webhooks.requestLost(app.ctx)
  await github.webhooks.settled()
  expect(attempts()).toHaveLength(sent)

  age()
  await webhooks.requestLost(app.ctx)
  await github.webhooks.settled()
  expect(attempts()).toHaveLength(sent + 1)
  const rows = await app.db.webhookDelivery.findMany({ where: { event: 'issues' } })
  const titles = rows.map(({ payload }) => (payload as { issue: { title: string } }).issue.title)
  expect(titles.sort()).toEqual(['Arrives', 'Is lost'])
  expect(number).toBeGreaterThan(0)

  age()
  await webhooks.requestLost(app.ctx)
  await github.webhooks.settled()
  expect(attempts()).toHaveLength(sent + 1)
})

test('one that fails ten times is given up', async () => {
  const { app, github } = setting
  github.webhooks.sendTo('http://127.0.0.1:9/webhooks/github', app.env.GITHUB_WEBHOOK_SECRET)
  github.control.openIssue({ repository: 'acme/rocket', title: 'Never arrives' })
  await github.webhooks.settled()
  const sent = attempts().length
  for (let round = 0; round < 12; round++) {
    age()
    await webhooks.requestLost(app.ctx)
    await github.webhooks.settled()
  }
  expect(attempts()).toHaveLength(sent + 9)
})

test('is named by the id that GitHub gave it, which may be greater than 2^53', async () => {
  const { ctx } = setting.app
  const asked: string[] = []
  const attempt = `{"id": 9007199254740993, "guid": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
    "delivered_at": "${new Date(Date.now() - 120_000).toISOString()}", "status_code": 502}`
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.writeHead(request.method === 'GET' ? 200 : 202, { 'content-type': 'application/json' })
    response.end(request.method === 'GET' ? `[${attempt}]` : '{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const config = { ...ctx.config, GITHUB_API_URL: `http://127.0.0.1:${port}` }
  await webhooks.requestLost({ ...ctx, config })
  await new Promise((resolve) => server.close(resolve))
  expect(asked.at(-1)).toBe('POST /app/hook/deliveries/9007199254740993/attempts')
})
