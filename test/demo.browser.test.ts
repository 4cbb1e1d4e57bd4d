import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endMarker, startMarker } from '#lib/badge-markers.ts'
import { seedOnce } from '#seed.ts'
import { startWithApp, type TestGithub } from '../sandbox/github/testing.ts'
import { startTestApp, type TestApp } from './app.ts'
import { chromiumMissing, openBrowser, openPage } from './chromium.ts'
import { runTab } from './graphiql.ts'
import { freePort } from './ports.ts'

const waiting = { timeout: 30_000 }

type Settings = {
  organization: {
    badgeSettings: {
      repositories: {
        nodes: {
          repository: { nameWithOwner: string; url: string }
          autoEmbed: boolean
          openIssueCount: number
          autoEmbeddedIssueCount: number
          labelEmbeddedIssueCount: number
          latestBadgeRun: { action: string; state: string; progress: number } | null
        }[]
      }
    }
  }
}

describe.skipIf(chromiumMissing)('the demo, by hand', { timeout: 120_000 }, () => {
  let app: TestApp
  let github: TestGithub
  let browser: Browser
  let graphiql: Page
  let site: Page
  let complaints: string[]

  beforeAll(async () => {
    github = await startWithApp()
    // In development GraphiQL signs in with one click, and changes go out a second apart.
    app = await startTestApp({
      settings: { ...github.settings, NODE_ENV: 'development', PORT: await freePort() },
    })
    await seedOnce(app.db)
    github.webhooks.sendTo(`${app.address}/webhooks/github`, app.env.GITHUB_WEBHOOK_SECRET)
    browser = await openBrowser()
    const opened = await Promise.all([openPage(browser), openPage(browser)])
    graphiql = opened[0].page
    site = opened[1].page
    complaints = opened[0].complaints
  })
  afterAll(async () => {
    await browser?.close()
    await app?.stop()
    await github?.stop()
  })

  const run = <Data>(name: string) => runTab<Data>(graphiql, name)

  const launchpad = async () => {
    const { organization } = await run<Settings>('BadgeSettings')
    return organization.badgeSettings.repositories.nodes.find(
      ({ repository }) => repository.nameWithOwner === 'acme/launchpad',
    )
  }

  /** Whether the text of the issue that is open in the browser carries a badge, as GitHub has it. */
  const textNow = async () => {
    await site.reload()
    return (await site.locator('pre.raw').textContent()) ?? ''
  }

  /** Nothing is left of what happened: webhooks, jobs, and webhooks of these. */
  const settled = async () => {
    await github.webhooks.settled()
    await app.settled()
    const [row] = await app.db.$queryRaw<{ open: number }[]>`
      SELECT count(*)::int AS open FROM pgboss.job
      WHERE name LIKE 'badge.%' AND state < 'completed'`
    return row?.open
  }

  const press = async (name: string) => {
    await site.getByRole('button', { name }).click()
    await site.waitForLoadState()
  }

  test('a maintainer signs in and switches badges on, for the issues that are there too', async () => {
    await graphiql.goto(`${app.address}/graphql`)
    await graphiql.getByRole('button', { name: 'Sign in as ada-demo' }).click()
    await graphiql.getByText('Signed in as ada-demo.').waitFor()
    const { updateBadgeSettings } = await run<{ updateBadgeSettings: { __typename: string } }>(
      'UpdateBadgeSettings',
    )
    expect(updateBadgeSettings.__typename).toBe('UpdateBadgeSettingsPayload')
  })

  test('and sees how it goes on', async () => {
    const seen = new Set<number>()
    await expect
      .poll(async () => {
        const { latestBadgeRun } = (await launchpad()) ?? {}
        seen.add(latestBadgeRun?.progress ?? 0)
        return latestBadgeRun
      }, waiting)
      .toMatchObject({ action: 'EMBED', state: 'COMPLETED', progress: 1 })
    expect(seen.size).toBeGreaterThan(2)
    expect(await launchpad()).toMatchObject({
      autoEmbed: true,
      openIssueCount: 9,
      autoEmbeddedIssueCount: 6,
      labelEmbeddedIssueCount: 3,
    })
  })

  test('the issues on GitHub carry the badge, each once', async () => {
    const { url = '' } = (await launchpad())?.repository ?? {}
    await site.goto(url)
    const links = await site.locator('li a').evaluateAll((all) => all.map((a) => `${a}`))
    expect(links).toHaveLength(9)
    for (const link of links) {
      await site.goto(link)
      expect((await textNow()).split(startMarker), link).toHaveLength(2)
    }
    const picture = site.locator('.text a', { has: site.getByAltText('Fund with Polar') })
    expect(await picture.getAttribute('href')).toMatch(/\/acme\/launchpad\/issues\/\d+$/)
  })

  test('taken off by hand, it stays away', async () => {
    await site.goto(`${github.url}/acme/launchpad/issues/1`)
    const body = await site.getByLabel('Body').inputValue()
    const [before = '', after = ''] = [body.split(startMarker)[0], body.split(endMarker)[1]]
    await site.getByLabel('Body').fill(`${before.trimEnd()}${after}`)
    await press('Save title and body')
    await expect.poll(settled, waiting).toBe(0)
    expect((await textNow()).trimEnd()).toBe(
      'Seen on flight 1.\n\nSteps:\n\n1. Fuel the rocket\n2. Count down\n3. Watch',
    )
    await site.getByLabel('Title').fill('Countdown stops at one')
    await press('Save title and body')
    await expect.poll(settled, waiting).toBe(0)
    expect(await textNow()).not.toContain(startMarker)
    expect(await launchpad()).toMatchObject({ autoEmbeddedIssueCount: 5 })
  })

  test('the label brings it back', async () => {
    await site.getByRole('combobox', { name: 'Label' }).fill('Fund')
    await press('Add label')
    await expect.poll(textNow, waiting).toContain(startMarker)
    await expect.poll(settled, waiting).toBe(0)
    expect((await textNow()).split(startMarker)).toHaveLength(2)
    expect(await launchpad()).toMatchObject({
      autoEmbeddedIssueCount: 5,
      labelEmbeddedIssueCount: 4,
    })
    expect(complaints).toEqual([])
  })
})
