import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sanitize } from '#lib/sanitize.ts'
import * as sync from '#sync/service.ts'
import { createDemo } from '../../test/demo.ts'
import { startWithGithub } from '../../test/github-sandbox.ts'
import { type IssueData, storeAll } from './service.ts'

type Setup = Awaited<ReturnType<typeof startWithGithub>>

let app: Setup['app']
let sandbox: Setup['github']
let requestsTo: Setup['requestsTo']
let stop: Setup['stop']
let place: Awaited<ReturnType<typeof createDemo>>[number]

beforeAll(async () => {
  ;({ app, github: sandbox, requestsTo, stop } = await startWithGithub({}, { worker: true }))
  const [row] = await createDemo(app.db)
  if (!row) throw new Error('no demo')
  place = row
})
afterAll(() => stop())

let day = 0

const described = (body: string, on: number, externalId = place.issue.externalId): IssueData => ({
  ...{ externalId, number: Number(externalId), title: 'It does not fly', body, state: 'OPEN' },
  ...{ stateReason: null, authorAssociation: null, author: null, labels: [], assignee: null },
  ...{ assignees: [], milestone: null, closedBy: null, reactions: null, commentsCount: 0 },
  issueCreatedAt: new Date(Date.UTC(2026, 4, 1)),
  issueUpdatedAt: new Date(Date.UTC(2026, 5, on)),
  issueClosedAt: null,
})

const store = (page: IssueData[]) =>
  app.ctx.transaction((tx) => storeAll(tx, place.repository, page, 'API'))

/** Gives the issue another text, as GitHub tells it. */
const write = (body: string, on = ++day) => store([described(body, on)])

const ask = async () => {
  const { data, errors } = await app.query<
    { issues: { nodes: { bodyHtml: string | null }[] } },
    object
  >(`{ issues(organization: "${place.organization.login}", first: 1) { nodes { bodyHtml } } }`)
  expect(errors).toBeUndefined()
  return data?.issues.nodes[0]?.bodyHtml
}

const shown = (html: string) => expect.poll(ask, { timeout: 15_000 }).toBe(html)

describe('bodyHtml', () => {
  test('is the text as GitHub shows it, without the badge', async () => {
    const badge =
      '<!-- POLAR PLEDGE BADGE START -->\n<a href="https://polar.sh">Fund</a>\n<!-- POLAR PLEDGE BADGE END -->'
    const text = 'It **stays** on the [ground](https://example.com).'
    await write(`${text}\n\n${badge}\n`)
    const html =
      '<p>It <strong>stays</strong> on the ' +
      '<a href="https://example.com" rel="nofollow noopener noreferrer">ground</a>.</p>'
    await shown(html)
    const before = requestsTo('/markdown').length
    await write(text)
    expect(await ask()).toBe(html)
    await write('Another one')
    await shown('<p>Another one</p>')
    // The loss of the badge alone was not worth a request.
    expect(requestsTo('/markdown')).toHaveLength(before + 1)
  })

  test('is made once, stored, and GitHub is never asked by a query', async () => {
    await write('One')
    await shown('<p>One</p>')
    const before = requestsTo('/markdown').length
    expect(await ask()).toBe('<p>One</p>')
    expect(requestsTo('/markdown')).toHaveLength(before)
  })

  test('is null, without an error, from a change on until the text is rendered', async () => {
    sandbox.control.failNext({ path: '/api/v3/markdown', status: 502, times: 'always' })
    await write('Patience')
    expect(await ask()).toBeNull()
    sandbox.control.clearFailures()
    await shown('<p>Patience</p>')
  })

  test('is that of the text of now, though another one was of the same second', async () => {
    await write('First')
    await write('Second', day)
    const row = await app.db.issue.findUniqueOrThrow({ where: { id: place.issue.id } })
    await shown(`<p>${row.body}</p>`)
  })

  test('of no text is no text, and GitHub is not asked', async () => {
    await write('Words')
    await shown('<p>Words</p>')
    const before = requestsTo('/markdown').length
    await write('')
    expect(await ask()).toBe('')
    expect(requestsTo('/markdown')).toHaveLength(before)
  })

  test('of issues that came many at once, or before texts were rendered, comes by the schedule', async () => {
    await write('Stored long ago')
    await shown('<p>Stored long ago</p>')
    await app.db.issue.update({ where: { id: place.issue.id }, data: { bodyHtml: null } })
    await store([described('Many', 1, 9_001n), described('Many', 1, 9_002n)])
    const missing = () => app.db.issue.count({ where: { bodyHtml: null } })
    expect(await missing()).toBe(3)
    await sync.renderBodies(app.ctx)
    await expect.poll(missing, { timeout: 15_000 }).toBe(0)
  })
})

describe('what GitHub answers is made safe', () => {
  test.each([
    ['<p>a</p><script>alert(1)</script>', '<p>a</p>'],
    ['<style>p { display: none }</style><p style="color: red">a</p>', '<p>a</p>'],
    ['<p onclick="alert(1)">a</p>', '<p>a</p>'],
    ['<img src="x.png" onerror="alert(1)">', '<img src="x.png" />'],
    ['<a href="javascript:alert(1)">a</a>', '<a rel="nofollow noopener noreferrer">a</a>'],
    ['<a href="data:text/html,x">a</a>', '<a rel="nofollow noopener noreferrer">a</a>'],
    ['<iframe src="https://example.com"></iframe>', ''],
    ['<form action="/x"><button>a</button></form>', 'a'],
    ['<svg><script>alert(1)</script></svg>', ''],
    ['<input type="text" value="a">', '<input type="checkbox" disabled />'],
    ['<input type="checkbox" checked>', '<input type="checkbox" disabled checked />'],
    ['<p class="pl-k btn highlight">a</p>', '<p class="pl-k highlight">a</p>'],
    ['<math><mtext></p><img src=x onerror=alert(1)>', '<p></p><img src="x" />'],
  ])('%s', (html, safe) => {
    expect(sanitize(html)).toBe(safe)
  })
})
