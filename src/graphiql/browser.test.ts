import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seedOnce } from '#seed.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { chromiumMissing, openBrowser, openPage, operationOf } from '../../test/chromium.ts'
import { issuesEvent } from '../../test/github.ts'
import { freePort } from '../../test/ports.ts'
import { examples } from './examples.ts'

const waiting = { timeout: 20_000 }

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
    /** A click that comes while the tabs are still being laid out does nothing. */
    choose: (name: string) =>
      expect
        .poll(async () => {
          await buttons.filter({ hasText: new RegExp(`^${name}$`) }).click()
          return page.locator('.graphiql-tab-active .graphiql-tab-button').textContent()
        }, waiting)
        .toBe(name),
    run: () => page.getByRole('button', { name: 'Execute query' }).click(),
    /** What an editor shows; Monaco writes no-break spaces. */
    text: async (region: string) =>
      (await page.locator(`${region} .view-lines`).textContent())?.replaceAll('\u00a0', ' '),
  }
}

/** GitHub tells that the first issue of the demo data has another title now. */
const rename = async ({ db, deliver }: TestApp, title: string) => {
  const { organization, ...repository } = await db.repository.findFirstOrThrow({
    where: { name: 'rocket' },
    include: { organization: true },
  })
  const { externalId, number } = await db.issue.findFirstOrThrow({
    where: { repositoryId: repository.id, number: 1 },
  })
  const owner = {
    id: Number(organization.externalId),
    login: organization.login,
    avatar_url: organization.avatarUrl,
  }
  const { event, payload } = issuesEvent('edited', {
    repository: { id: Number(repository.externalId), owner },
    issue: { id: Number(externalId), number, title, updated_at: new Date().toISOString() },
  })
  await deliver({ event, payload: { ...payload, organization: owner } })
}

const storedTab = "JSON.parse(localStorage.getItem('polar:graphiql:tabState')).activeTabIndex"

const names = examples.map(({ name }) => name)
const answer = '.result-window'
const query = '.graphiql-query-editor'
const variables = '.graphiql-editor-tool .graphiql-editor:not(.hidden)'

describe.skipIf(chromiumMissing)('GraphiQL in Chromium', { timeout: 60_000 }, () => {
  let server: TestApp
  let browser: Browser

  beforeAll(async () => {
    // In development, on its own address, GraphiQL signs in with one click.
    server = await startTestApp({
      settings: { NODE_ENV: 'development', LOG_LEVEL: 'silent', PORT: await freePort() },
    })
    await seedOnce(server.db)
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
    await graphiql.page.waitForTimeout(1_000)
    expect(graphiql.foreign).toEqual([])
    expect(graphiql.complaints).toEqual([])
  })

  test('runs every example', async () => {
    const graphiql = await openGraphiql(browser, server.address)
    const { page } = graphiql
    await page.getByRole('button', { name: 'Sign in as ada-demo' }).click()
    const account = page.locator('#account')
    await expect.poll(() => account.textContent(), waiting).toContain('Signed in as ada-demo.')
    for (const name of names.slice(0, -1)) {
      await graphiql.choose(name)
      const opening = new RegExp(`(query|mutation) ${name}`)
      await expect.poll(() => graphiql.text(query), waiting).toMatch(opening)
      let answer: { data: object; errors?: object[] } | undefined
      page.on('response', async (response) => {
        const { operationName } = response.request().postDataJSON() ?? {}
        if (operationName === name) answer = await response.json()
      })
      const runs = async () => {
        await graphiql.run()
        await page.waitForTimeout(300)
        return answer
      }
      await expect.poll(runs, waiting).toBeDefined()
      const { data = {}, errors } = answer ?? {}
      expect({ name, errors }).toEqual({ name, errors: undefined })
      expect(Object.values(data)[0]).not.toBeNull()
    }
  })

  test('signs in as a demo person with one click, and out again', async () => {
    const { page, complaints } = await openGraphiql(browser, server.address)
    const account = page.locator('#account')
    const viewer = () =>
      page.evaluate(async () => {
        const response = await fetch('/graphql?query={viewer{login}}')
        return (await response.json()).data.viewer
      })
    await page.getByRole('button', { name: 'Sign in as ada-demo' }).click()
    await expect.poll(() => account.textContent(), waiting).toContain('Signed in as ada-demo.')
    expect(await viewer()).toEqual({ login: 'ada-demo' })
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect.poll(() => account.textContent(), waiting).toContain('Not signed in.')
    expect(await viewer()).toBeNull()
    expect(complaints).toEqual([])
  })

  test('opens a tab at the first click, with its variables, and again after a reload', async () => {
    const { page, ...graphiql } = await openGraphiql(browser, server.address)
    await page.setViewportSize({ width: 1200, height: 800 })
    for (const reload of [false, true]) {
      if (reload) await page.reload()
      else await graphiql.choose('OpenIssues')
      // GraphiQL writes the open tab down a moment after it was opened.
      await expect.poll(() => page.evaluate(storedTab), waiting).toBe(names.indexOf('OpenIssues'))
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
    const stored = () => page.evaluate("localStorage.getItem('polar:graphiql:tabState')")
    await expect.poll(stored, waiting).not.toBeNull()
    const link = new URLSearchParams({ query: 'query Linked { __typename }', variables: '{"a":1}' })
    await page.goto(`${server.address}/graphql?${link}`)
    await expect.poll(graphiql.openTab, waiting).toBe('Linked')
    await expect.poll(() => graphiql.text(variables), waiting).toContain('"a":1')
    expect(await graphiql.tabs()).toEqual([...names, 'Linked'])
  })

  test('shows the events of a subscription as they come', async () => {
    const { page, ...graphiql } = await openGraphiql(browser, server.address)
    await graphiql.choose('IssueUpdates')
    await expect.poll(() => graphiql.text(query), waiting).toContain('issueUpdated')
    await expect.poll(() => operationOf(page), waiting).toBe('IssueUpdates')
    await graphiql.run()
    for (const title of ['First change', 'Second change']) {
      const shown = async () => {
        await rename(server, title)
        return graphiql.text(answer)
      }
      await expect.poll(shown, waiting).toContain(title)
    }
    expect(graphiql.complaints).toEqual([])
  })
})
