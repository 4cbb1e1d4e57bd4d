import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createViteServer } from 'vitest/node'
import { seedOnce } from '#seed.ts'
import { startWithApp, type TestGithub } from '../sandbox/github/testing.ts'
import { startTestApp, type TestApp } from './app.ts'
import { chromiumMissing, openBrowser, openPage } from './chromium.ts'
import { freePort } from './ports.ts'

const waiting = { timeout: 20_000 }

/** A site of somebody else on this machine: the same site to cookies, another origin. */
const startForeignSite = (body: () => string) =>
  new Promise<{ url: string; server: Server }>((resolve) => {
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html').end(body())
    })
    server.listen(0, '127.0.0.1', () => {
      resolve({ server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` })
    })
  })

describe.skipIf(chromiumMissing)('signing in, in a browser', { timeout: 120_000 }, () => {
  let app: TestApp
  let github: TestGithub
  let browser: Browser
  let localhost: string

  beforeAll(async () => {
    const port = await freePort()
    github = await startWithApp({ callbackUrls: [`http://127.0.0.1:${port}/auth/github/callback`] })
    app = await startTestApp({
      settings: { ...github.settings, NODE_ENV: 'development', PORT: port, FRONTEND_URL: '' },
    })
    localhost = app.address.replace('127.0.0.1', 'localhost')
    await seedOnce(app.db)
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await app?.stop()
    await github?.stop()
  })

  const mailedTo = async (email: string) => {
    const mails = (await app.app.mailer.mailbox?.list()) ?? []
    const id = mails.find(({ to }) => to === email)?.id ?? ''
    const mail = id && (await app.app.mailer.mailbox?.find(id))
    return (mail && /http\S+\/auth\/magic-link\?token=[\w-]+/.exec(mail.text)?.[0]) || ''
  }

  /** The link that is mailed to whoever asks for one at an address of the API. */
  const linkTo = async (email: string, at = app.address) => {
    await fetch(`${at}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `mutation { requestMagicLink(input: { email: "${email}" }) { __typename } }`,
      }),
    })
    await expect.poll(() => mailedTo(email), waiting).toMatch(/^http/)
    return mailedTo(email)
  }

  const account = (page: Page) => page.locator('#account')
  const isSignedInAs = (page: Page, name: string) =>
    account(page).getByText(`Signed in as ${name}.`).waitFor(waiting)
  const accountsOf = (email: string) => app.db.oauthAccount.count({ where: { user: { email } } })
  const sessionsOf = (email: string) => app.db.session.count({ where: { user: { email } } })
  const chooseOnGithub = (page: Page, name: RegExp) =>
    page.getByRole('button', { name }).click(waiting)
  const cookiesAt = async (page: Page, url: string) =>
    (await page.context().cookies(url)).map(({ name }) => name)

  test('a link that a mail scanner opened first still signs its person in', async () => {
    const link = await linkTo('eve@example.com')
    for (const method of ['GET', 'HEAD', 'GET']) await (await fetch(link, { method })).text()
    expect(await sessionsOf('eve@example.com')).toBe(0)
    const { page, complaints } = await openPage(browser)
    await page.goto(link)
    expect(await page.locator('main').textContent()).toContain(
      'signs this browser in as eve@example.com',
    )
    await page.getByRole('button', { name: 'Sign in as eve@example.com' }).click()
    await page.waitForURL(`${app.address}/graphql`, waiting)
    await account(page).getByText('Signed in as').waitFor(waiting)
    expect(await sessionsOf('eve@example.com')).toBe(1)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('a foreign page can’t press the button', async () => {
    const link = new URL(await linkTo('mallory@example.com'))
    const fields = `<input name="token" value="${link.searchParams.get('token')}"><input name="nonce" value="x">`
    const form = `<form method="post" action="${app.address}/auth/magic-link">${fields}</form>`
    const site = await startForeignSite(() => `${form}<script>document.forms[0].submit()</script>`)
    const { page } = await openPage(browser)
    const answer = page.waitForResponse((response) => response.request().method() === 'POST')
    await page.goto(site.url)
    expect((await answer).status()).toBe(403)
    await page.getByText('Only a page of this site may send this').waitFor()
    expect(await cookiesAt(page, app.address)).toEqual([])
    expect(await sessionsOf('mallory@example.com')).toBe(0)
    site.server.close()
    await page.context().close()
  })

  test('a foreign page can’t show the button in a frame', async () => {
    const link = await linkTo('mallory@example.com')
    const site = await startForeignSite(() => `<iframe src="${link}"></iframe>`)
    const { page, complaints } = await openPage(browser)
    await page.goto(site.url)
    await expect.poll(() => complaints.join(), waiting).toContain("frame-ancestors 'none'")
    site.server.close()
    await page.context().close()
  })

  test('led into a stranger’s account, a person who signs in with GitHub is not taken over', async () => {
    const { page } = await openPage(browser)
    await page.goto(await linkTo('trap@example.com'))
    // The page warns, and does nothing by itself; this person presses the button all the same.
    await page.getByText('If somebody else sent you the link, close this page').waitFor()
    expect(await cookiesAt(page, app.address)).not.toContain('polar_session')
    await page.getByRole('button', { name: 'Sign in as trap@example.com' }).click()
    await page.waitForURL(`${app.address}/graphql`, waiting)
    await page.goto(`${app.address}/auth/github?return_to=/graphql`)
    await chooseOnGithub(page, /Grace/)
    await page.waitForURL(`${app.address}/graphql`, waiting)
    await isSignedInAs(page, 'grace-demo')
    expect(await accountsOf('trap@example.com')).toBe(0)
    await page.context().close()
  })

  test('a foreign page can’t begin to connect an account, or sign out', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(await linkTo('steady@example.com'))
    await page.getByRole('button', { name: /Sign in/ }).click()
    await account(page).getByText('Signed in as').waitFor(waiting)
    for (const path of ['/auth/github/link', '/auth/logout', '/dev/sign-in']) {
      // Pages of local ports are allowed in development, so this one has no origin of its own.
      const form = `<form method=post action=${app.address}${path}></form><script>document.forms[0].submit()</script>`
      const sandbox = `<iframe sandbox="allow-forms allow-scripts" srcdoc="${form}"></iframe>`
      const site = await startForeignSite(() => sandbox)
      complaints.length = 0
      await page.goto(site.url)
      const refused = `status of ${path === '/dev/sign-in' ? 404 : 403}`
      await expect.poll(() => complaints.join(), waiting).toContain(refused)
      site.server.close()
    }
    await page.goto(`${app.address}/graphql`)
    await account(page).getByText('Signed in as').waitFor(waiting)
    expect(await accountsOf('steady@example.com')).toBe(0)
    await page.context().close()
  })

  test('an account is connected by the button for it, from localhost too', async () => {
    // The demo data has the login already; a login of somebody else is not taken over by connecting.
    await app.db.user.updateMany({ where: { login: 'linus-demo' }, data: { login: null } })
    const { page, complaints } = await openPage(browser)
    await page.goto(await linkTo('linus@example.net', localhost))
    expect(page.url()).toContain(localhost)
    await page.getByRole('button', { name: /Sign in/ }).click()
    await page.getByRole('button', { name: 'Connect GitHub' }).click(waiting)
    await chooseOnGithub(page, /Linus/)
    await page.waitForURL(`${localhost}/graphql`, waiting)
    await isSignedInAs(page, 'linus-demo')
    expect(await accountsOf('linus@example.net')).toBe(1)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('a sign-in with GitHub from localhost ends there, cookie included', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(`${localhost}/graphql`)
    await page.getByRole('link', { name: 'Sign in with GitHub' }).click(waiting)
    await chooseOnGithub(page, /Ada/)
    await page.waitForURL(`${localhost}/graphql`, waiting)
    await isSignedInAs(page, 'ada-demo')
    expect(await cookiesAt(page, localhost)).toEqual(['polar_session'])
    expect(await cookiesAt(page, app.address)).toEqual([])
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('one click signs in on localhost', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(`${localhost}/graphql`)
    await page.getByRole('button', { name: 'Sign in as ada-demo' }).click(waiting)
    await isSignedInAs(page, 'ada-demo')
    expect(complaints).toEqual([])
    await page.context().close()
  })

  describe('the frontend of docs/frontend.md', () => {
    let root: string
    let vite: Awaited<ReturnType<typeof createViteServer>>
    let site: string

    beforeAll(async () => {
      const guide = await readFile('docs/frontend.md', 'utf8')
      const block = (kind: string) =>
        new RegExp(`\`\`\`${kind}\n([\\s\\S]*?)\`\`\``).exec(guide)?.[1] ?? ''
      root = await mkdtemp(join(tmpdir(), 'polar-frontend-'))
      await mkdir(join(root, 'src'))
      await writeFile(join(root, 'index.html'), block('html'))
      await writeFile(
        join(root, 'src/main.js'),
        block('js').replace('http://localhost:8000', localhost),
      )
      const port = Number(await freePort())
      vite = await createViteServer({
        root,
        configFile: false,
        logLevel: 'silent',
        server: { port, host: '127.0.0.1', strictPort: true },
      })
      await vite.listen()
      site = `http://localhost:${port}/`
    })
    afterAll(async () => {
      await vite?.close()
      await rm(root, { recursive: true, force: true })
    })

    test('signs in with GitHub, out, in by mail, and connects an account', async () => {
      const { page, foreign, complaints } = await openPage(browser)
      const main = page.locator('#app')
      await page.goto(site)
      await page.getByRole('link', { name: 'Sign in with GitHub' }).click(waiting)
      await chooseOnGithub(page, /Ada/)
      await page.waitForURL(site, waiting)
      await main.getByText('Signed in as ada-demo.').waitFor(waiting)
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.getByPlaceholder('you@example.com').fill('dennis@example.net')
      await page.getByRole('button', { name: 'Mail me a link' }).click()
      await main.getByText('A link is on its way').waitFor(waiting)
      await expect.poll(() => mailedTo('dennis@example.net'), waiting).toMatch(localhost)
      await page.goto(await mailedTo('dennis@example.net'))
      await page.getByRole('button', { name: /Sign in/ }).click()
      await page.waitForURL(site, waiting)
      await main.getByText('Signed in as dennis@example.net.').waitFor(waiting)
      await page.getByRole('button', { name: 'Connect GitHub' }).click()
      await chooseOnGithub(page, /Dennis/)
      await page.waitForURL(site, waiting)
      await main.getByText('Signed in as dennis-demo.').waitFor(waiting)
      expect({ foreign, complaints }).toEqual({ foreign: [], complaints: [] })
      await page.context().close()
    })
  })
})
