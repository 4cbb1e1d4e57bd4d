import { createServer } from 'node:http'
import { createPubSub, createSchema, createYoga } from 'graphql-yoga'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumMissing, openBrowser, openPage } from '../../test/chromium.ts'
import { serveGraphiqlAsset } from './assets.ts'
import { examples } from './examples.ts'
import { renderGraphiqlPage } from './page.ts'

type Server = {
  address: string
  /** Tells subscribers that the issue of this title changed. */
  announce: (title: string) => void
  stop: () => Promise<void>
}

const waiting = { timeout: 20_000 }

const typeDefs = /* GraphQL */ `
  type Query {
    organization(login: String!): Organization
  }
  type Subscription {
    issueUpdated(organizationId: ID!): IssueUpdate!
  }
  type Organization {
    id: ID!
    login: String!
    name: String
    avatarUrl: String!
    repositories(first: Int): RepositoryConnection!
  }
  type RepositoryConnection {
    totalCount: Int!
    nodes: [Repository!]!
  }
  type Repository {
    nameWithOwner: String!
    description: String
    stargazerCount: Int
  }
  type IssueUpdate {
    issueId: ID!
    issue: Issue
  }
  type Issue {
    title: String!
    state: String!
    pledgedAmount: Money!
  }
  type Money {
    amount: Int!
    currency: String!
  }
`

const acme = {
  id: '1',
  login: 'acme',
  avatarUrl: 'https://avatars.example.com/acme.png',
  repositories: { totalCount: 1, nodes: [{ nameWithOwner: 'acme/rocket' }] },
}

const startServer = async (): Promise<Server> => {
  const updates = createPubSub<{ issue: [{ issueUpdated: object }] }>()
  const schema = createSchema({
    typeDefs,
    resolvers: {
      Query: { organization: () => acme },
      Subscription: { issueUpdated: { subscribe: () => updates.subscribe('issue') } },
    },
  })
  const yoga = createYoga({
    schema,
    graphiql: { subscriptionsProtocol: 'SSE' },
    renderGraphiQL: renderGraphiqlPage,
    plugins: [
      {
        onRequest: async ({ request, endResponse }) => {
          const asset = await serveGraphiqlAsset(request)
          if (asset) endResponse(asset)
        },
      },
    ],
  })
  const server = createServer(yoga)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('The server has no port')
  return {
    address: `http://127.0.0.1:${bound.port}`,
    announce: (title) => {
      const issue = { title, state: 'OPEN', pledgedAmount: { amount: 100, currency: 'USD' } }
      updates.publish('issue', { issueUpdated: { issueId: '1', issue } })
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const openGraphiql = async (browser: Browser, address: string) => {
  const { page, foreign, complaints } = await openPage(browser)
  await page.goto(`${address}/graphql`)
  const buttons = page.locator('.graphiql-tab-button')
  await buttons.first().waitFor()
  return {
    page,
    foreign,
    complaints,
    tabs: () => buttons.allTextContents(),
    openTab: () => page.locator('.graphiql-tab-active .graphiql-tab-button').textContent(),
    choose: (name: string) => buttons.filter({ hasText: name }).click(),
    run: () => page.getByRole('button', { name: 'Execute query' }).click(),
    /** What an editor shows; Monaco writes no-break spaces. */
    text: async (region: string) =>
      (await page.locator(`${region} .view-lines`).textContent())?.replaceAll('\u00a0', ' '),
  }
}

const names = examples.map(({ name }) => name)
const answer = '.result-window'
const query = '.graphiql-query-editor'
const variables = '.graphiql-editor-tool .graphiql-editor:not(.hidden)'

describe.skipIf(chromiumMissing)('GraphiQL in Chromium', { timeout: 60_000 }, () => {
  let server: Server
  let browser: Browser

  beforeAll(async () => {
    server = await startServer()
    browser = await openBrowser()
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  test('opens with the examples in tabs, runs one, asks no other host for anything', async () => {
    const graphiql = await openGraphiql(browser, server.address)
    expect(await graphiql.page.title()).toBe('Polar GraphQL')
    expect(await graphiql.tabs()).toEqual(names)
    await graphiql.run()
    await expect.poll(() => graphiql.text(answer), waiting).toContain('"login": "acme"')
    await graphiql.page.waitForLoadState('networkidle')
    expect(graphiql.foreign).toEqual([])
    expect(graphiql.complaints).toEqual([])
  })

  test('opens a tab at the first click, with its variables, and again after a reload', async () => {
    const { page, ...graphiql } = await openGraphiql(browser, server.address)
    await page.setViewportSize({ width: 1200, height: 800 })
    for (const reload of [false, true]) {
      if (reload) await page.reload()
      else await graphiql.choose('OpenIssues')
      await expect.poll(graphiql.openTab, waiting).toBe('OpenIssues')
      await expect.poll(() => graphiql.text(query), waiting).toContain('query OpenIssues')
      await expect.poll(() => graphiql.text(variables), waiting).toContain('"organization": "acme"')
      expect(await graphiql.tabs()).toEqual(names)
    }
  })

  test('shows our examples where another server left its tabs', async () => {
    const { page, ...graphiql } = await openGraphiql(browser, server.address)
    await page.evaluate(
      "localStorage.clear(); localStorage.setItem('graphiql:query', '{ theirs }')",
    )
    await page.reload()
    await expect.poll(graphiql.tabs, waiting).toEqual(names)
    await expect.poll(() => graphiql.text(query), waiting).toContain('query Welcome')
  })

  test('opens the operation of a link in a tab of its own', async () => {
    const { page, ...graphiql } = await openGraphiql(browser, server.address)
    const link = new URLSearchParams({ query: 'query Linked { __typename }', variables: '{"a":1}' })
    await page.goto(`${server.address}/graphql?${link}`)
    await expect.poll(graphiql.openTab, waiting).toBe('Linked')
    await expect.poll(() => graphiql.text(variables), waiting).toContain('"a":1')
    expect(await graphiql.tabs()).toEqual([...names, 'Linked'])
  })

  test('shows the events of a subscription as they come', async () => {
    const graphiql = await openGraphiql(browser, server.address)
    await graphiql.choose('IssueUpdates')
    await expect.poll(() => graphiql.text(query), waiting).toContain('issueUpdated')
    await graphiql.run()
    for (const title of ['First change', 'Second change']) {
      const shown = async () => {
        server.announce(title)
        return graphiql.text(answer)
      }
      await expect.poll(shown, waiting).toContain(title)
    }
    expect(graphiql.complaints).toEqual([])
  })
})
