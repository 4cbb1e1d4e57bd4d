import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServerAdapter } from '@whatwg-node/server'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLogger } from '#lib/logger.ts'
import { createMailer, type Mailer } from '#lib/mailer.ts'
import { chromiumMissing, openBrowser, openPage } from '../../test/chromium.ts'
import { routes } from './routes.ts'
import * as mails from './service.ts'

const log = createLogger({ process: 'test', level: 'silent', pretty: false })

/** Just these routes, over HTTP. */
const serve = async (mailer: Mailer) => {
  const handler = createServerAdapter(async (request: Request) => {
    for (const { path, handle } of routes) {
      const match = new URLPattern({ pathname: path }).exec(request.url)
      if (match) {
        return handle(
          { mailer, config: {}, clientIp: '127.0.0.1' },
          request,
          match.pathname.groups as Record<string, string>,
        )
      }
    }
    return new Response('Welcome back', { headers: { 'content-type': 'text/html' } })
  })
  const server = createServer(handler).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { server, address: `http://127.0.0.1:${port}` }
}

const settings = {
  NODE_ENV: 'test',
  MAIL_FROM: 'Polar <notifications@polar.localhost>',
  HOST: '127.0.0.1',
  PORT: 8000,
}

const attack = '"></iframe><script>document.title = "taken"</script><b onclick="x">'

/** A mail that tries to leave its frame, to run, to load and to go elsewhere. */
const hostile = `<!doctype html><html><head>
<meta http-equiv="refresh" content="0; url=http://127.0.0.1:9/refreshed">
<link rel="stylesheet" href="https://tracker.example/x.css"></head><body>
<p>Hostile</p>${attack}
<script>parent.document.title = 'taken'; parent.location = '/taken'</script>
<img src="https://tracker.example/x.png" onerror="parent.document.title = 'taken'">
</body></html>`

let folder = ''
let mailer: Mailer
let server: Server
let address = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polar-mail-'))
  mailer = createMailer({ ...settings, DATA_DIR: folder }, log)
  ;({ server, address } = await serve(mailer))
  const message = mails.compose({
    subject: 'Sign in to Polar',
    preview: 'Your link works for 30 minutes.',
    paragraphs: ['Use this link to sign in. It works for 30 minutes.'],
    button: { label: 'Sign in', url: `${address}/welcome?token=a&next=b` },
    notes: ['More: https://polar.example/help (in English).', attack],
  })
  await mails.send({ mailer }, { id: 'sign-in.1', to: "o'hara@example.org", message })
  const forged = { subject: attack, html: hostile, text: attack }
  await mails.send({ mailer }, { id: 'hostile', to: 'ada@example.org', message: forged })
})

afterAll(async () => {
  await close(server)
  await rm(folder, { recursive: true, force: true })
})

const close = async (open: Server) => {
  open.closeAllConnections()
  open.close()
  await once(open, 'close')
}

const get = async (path: string) => {
  const response = await fetch(`${address}${path}`)
  return { status: response.status, headers: response.headers, text: await response.text() }
}

test('lists the mails, newest first', async () => {
  const { status, text } = await get('/dev/mail')
  expect(status).toBe(200)
  expect([...text.matchAll(/href="\/dev\/mail\/(.*?)"/g)].map(([, id]) => id)).toEqual([
    'hostile',
    'sign-in.1',
  ])
  expect(text).toContain('o&#39;hara@example.org')
  expect(text).toMatch(/<time datetime="\d{4}-\d\d-\d\dT[\d:.]+Z">[\d-]+ [\d:]+ UTC</)
  expect(text).not.toContain('<script')
})

test('shows a mail with both bodies and its links', async () => {
  const { text, headers } = await get('/dev/mail/sign-in.1')
  const link = `${address}/welcome?token=a&amp;next=b`
  expect(text).toContain('<iframe title="The mail in HTML" sandbox=')
  expect(text).toContain(`<a href="${link}" target="_blank" rel="noreferrer">`)
  expect(text).toContain('<a href="https://polar.example/help" target="_blank" rel="noreferrer">')
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; /)
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
})

test('what a mail says stays inside its frame and its text', async () => {
  const { text } = await get('/dev/mail/hostile')
  expect(text).not.toContain('<script')
  expect(text.match(/<\/iframe>/g)).toHaveLength(1)
})

test.each([
  'unknown',
  '..%2f..%2fetc%2fpasswd',
  '..%2fmail%2fsign-in.1',
  '%2e%2e%2f',
  'sign-in.1.json',
  'sign-in.1%00',
  'SIGN-IN.1',
  'a'.repeat(101),
  '%E0%A4%A',
])('/dev/mail/%s leads to nothing', async (id) => {
  const { status, text } = await get(`/dev/mail/${id}`)
  expect({ status, text }).toEqual({ status: 404, text: '{"error":"Not found"}' })
})

test.each([
  ['an empty mailbox says so', {}, 200, 'No mail yet.'],
  ['where mail is sent there is none', { SMTP_URL: 'smtp://127.0.0.1:1' }, 404, 'Not found'],
])('%s', async (_, given, status, text) => {
  const other = createMailer({ ...settings, DATA_DIR: join(folder, 'other'), ...given }, log)
  const site = await serve(other)
  const answer = await fetch(`${site.address}/dev/mail`)
  expect(answer.status).toBe(status)
  expect(await answer.text()).toContain(text)
  expect((await fetch(`${site.address}/dev/mail/sign-in.1`)).status).toBe(404)
  await close(site.server)
  other.close()
})

describe.skipIf(chromiumMissing)('in Chromium', { timeout: 60_000 }, () => {
  type Opened = Awaited<ReturnType<typeof openPage>>

  const inBrowser = async (work: (opened: Opened) => Promise<void>) => {
    const browser = await openBrowser()
    await openPage(browser)
      .then(work)
      .finally(() => browser.close())
  }

  /** The button in the frame and the first address of the text. */
  const linksOf = (page: Page) => [
    page.frameLocator('iframe').getByRole('link', { name: 'Sign in', exact: true }),
    page.locator('pre').getByRole('link').first(),
  ]

  test('the links of a mail open beside it', () =>
    inBrowser(async ({ page, foreign, complaints }) => {
      await page.goto(`${address}/dev/mail`)
      await page.getByRole('link', { name: 'Sign in to Polar' }).click()
      for (const link of linksOf(page)) {
        const [opened] = await Promise.all([page.waitForEvent('popup'), link.click()])
        await opened.waitForLoadState()
        expect(opened.url()).toBe(`${address}/welcome?token=a&next=b`)
        expect(await opened.evaluate('document.referrer')).toBe('')
      }
      expect({ foreign, complaints }).toEqual({ foreign: [], complaints: [] })
    }))

  test('a hostile mail runs nothing, loads nothing and goes nowhere', () =>
    inBrowser(async ({ page, foreign, complaints }) => {
      await page.goto(`${address}/dev/mail/hostile`)
      await page.frameLocator('iframe').getByText('Hostile').waitFor()
      await page.waitForTimeout(500)
      expect(await page.title()).toBe(attack)
      expect(page.url()).toBe(`${address}/dev/mail/hostile`)
      expect(page.frames().map((frame) => frame.url())).toEqual([page.url(), 'about:srcdoc'])
      expect(foreign).toEqual([])
      expect(complaints.join('\n')).toMatch(/Blocked script execution/)
    }))
})
