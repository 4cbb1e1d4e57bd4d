import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumMissing, openBrowser, openPage } from '../../test/chromium.ts'
import { startReceiver, startWithApp, type TestGithub, webhookSecret } from './testing.ts'

describe.skipIf(chromiumMissing)('GitHub by hand', () => {
  let browser: Browser
  let github: TestGithub
  let receiver: Awaited<ReturnType<typeof startReceiver>>
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    github = await startWithApp()
    receiver = await startReceiver()
    github.webhooks.sendTo(receiver.url, webhookSecret)
    browser = await openBrowser()
    const opened = await openPage(browser)
    page = opened.page
    page.setDefaultTimeout(5000)
    complaints = opened.complaints
  })
  afterAll(async () => {
    await browser?.close()
    await github?.stop()
    await receiver?.stop()
  })

  const press = async (name: string | RegExp) => {
    await page.getByRole('button', { name }).first().click()
    await page.waitForLoadState()
  }

  const told = async () => {
    await github.webhooks.settled()
    return receiver.kinds()
  }

  const clear = () => receiver.received.splice(0)

  test('from the list of repositories to an issue', async () => {
    await page.goto(github.url)
    await page.getByRole('link', { name: 'acme/rocket' }).click()
    expect(await page.getByText('Parachute opens').count()).toBeGreaterThan(0)
    await page.goto(`${github.url}/acme/rocket/issues/1`)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toMatch(/Countdown stops/)
    expect(await page.locator('.text ol li').first().innerText()).toBe('Fuel the rocket')
    expect(await page.locator('pre.raw').textContent()).toMatch(/^Seen on flight 1\.\n/)
  })

  test('an issue is edited, labelled, commented, closed, by whom one likes', async () => {
    await page.goto(`${github.url}/acme/rocket/issues/1`)
    await page.getByLabel('Title').fill('A <b>new</b> title')
    await press('Save title and body')
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toMatch('A <b>new</b> title')
    expect(await told()).toEqual(['issues.edited'])
    expect(receiver.payload('issues.edited').changes).toEqual({
      title: { from: 'Countdown stops at zero and never lifts off' },
    })
    clear()
    await page.getByRole('combobox', { name: 'Label' }).fill('Fund')
    await press('Add label')
    await press('bug ×')
    expect(await told()).toEqual(['issues.labeled', 'issues.unlabeled'])
    clear()
    await page.getByLabel('Act as').selectOption('linus-demo')
    await press('Switch')
    await page
      .getByLabel('Comment')
      .fill('<script>document.title = "ran"</script>\n\nHello **you**')
    await press('Comment')
    expect(await page.locator('.text strong').innerText()).toBe('you')
    expect(await page.title()).not.toBe('ran')
    expect(receiver.payload('issue_comment.created').sender.login).toBe('linus-demo')
    await press('Close')
    expect(await page.innerText('main')).toMatch('linus-demo may only comment here')
    await page.goto(`${github.url}/acme/rocket/issues/1?as=ada-demo`)
    await press('Close as not planned')
    expect(await page.locator('.state').innerText()).toBe('closed')
    await press('Reopen')
    expect(receiver.payload('issues.closed').issue.state_reason).toBe('not_planned')
  })

  test('a new issue is opened, and a pull request merged', async () => {
    await page.goto(`${github.url}/acme/rocket`)
    await page.getByRole('link', { name: 'New issue' }).click()
    await page.getByLabel('Title').fill('Opened by hand')
    await page.getByLabel('Body').fill('One\nTwo')
    await page.getByLabel('Labels').fill('Fund, bug')
    await press('Open issue')
    expect(page.url()).toBe(`${github.url}/acme/rocket/issues/64?as=ada-demo`)
    const opened = await (await fetch(`${github.apiUrl}/repos/acme/rocket/issues/64`)).json()
    expect(opened).toMatchObject({
      body: 'One\r\nTwo',
      labels: [{ name: 'Fund' }, { name: 'bug' }],
    })
    // Line breaks of a form alone are no change.
    clear()
    await press('Save title and body')
    expect(await told()).toEqual([])
    await page.goto(`${github.url}/acme/rocket/pull/61`)
    await press('Merge')
    expect(await page.locator('.state').innerText()).toBe('merged')
  })

  test('a form of another site is refused', async () => {
    const answer = await fetch(`${github.url}/acme/rocket/issues/1`, {
      method: 'POST',
      headers: { origin: 'http://127.0.0.1:1' },
      body: new URLSearchParams({ as: 'ada-demo', action: 'close' }),
    })
    expect(answer.status).toBe(403)
    expect((await fetch(`${github.url}/acme/rocket/issues/999`)).status).toBe(404)
    expect((await fetch(`${github.url}/nobody`)).status).toBe(404)
  })

  test('it fits a phone, and nothing complains', async () => {
    await page.setViewportSize({ width: 340, height: 700 })
    for (const path of ['/', '/acme/rocket', '/acme/rocket/issues/55', '/acme/rocket/issues/new']) {
      await page.goto(github.url + path)
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(width, path).toBeLessThanOrEqual(340)
    }
    expect(complaints.filter((text) => !text.includes('403'))).toEqual([])
  })
})
