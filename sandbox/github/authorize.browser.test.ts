import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumMissing, openBrowser, openPage } from '../../test/chromium.ts'
import { startWithApp } from './testing.ts'

/** The application that the browser is sent back to. */
const startCallback = () =>
  new Promise<Server>((resolve) => {
    const server = createServer((_, response) => response.end('Back'))
    server.listen(0, '127.0.0.1', () => resolve(server))
  })

describe.skipIf(chromiumMissing)('in a browser', () => {
  let browser: Browser
  let callback: Server
  let redirectUrl: string
  let github: Awaited<ReturnType<typeof startWithApp>>

  beforeAll(async () => {
    callback = await startCallback()
    redirectUrl = `http://127.0.0.1:${(callback.address() as AddressInfo).port}/callback`
    github = await startWithApp({ callbackUrls: [redirectUrl] })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await github?.stop()
    callback?.close()
  })

  const openSignIn = async (login?: string) => {
    const opened = await openPage(browser)
    await opened.page.goto(github.authorizationUrl({ login, redirectUrl }))
    const sentBack = async () => {
      await opened.page.waitForURL(`${redirectUrl}?**`)
      return new URL(opened.page.url()).searchParams
    }
    return { ...opened, sentBack }
  }

  test('somebody is chosen with a click', async () => {
    const { page, foreign, complaints, sentBack } = await openSignIn()
    await page.getByRole('button', { name: /Grace/ }).click()
    expect((await sentBack()).get('code')).toMatch(/^\w{20}$/)
    expect({ foreign, complaints }).toEqual({ foreign: [], complaints: [] })
  })

  test('the suggested person is one key away', async () => {
    const { page, sentBack } = await openSignIn('linus-demo')
    await page.locator('[value="linus-demo"]:focus').waitFor()
    await page.keyboard.press('Enter')
    const code = (await sentBack()).get('code') ?? ''
    const { authentication } = await github.app.oauth.createToken({ code })
    const { data } = await github.app.oauth.checkToken({ token: authentication.token })
    expect(data.user?.login).toBe('linus-demo')
  })

  test('cancelling goes back without a code', async () => {
    const { page, sentBack } = await openSignIn()
    await page.getByRole('button', { name: 'Cancel' }).click()
    expect((await sentBack()).get('error')).toBe('access_denied')
  })

  test('it fits a phone, without a scroll bar to the side', async () => {
    const { page } = await openSignIn()
    await page.setViewportSize({ width: 340, height: 700 })
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(340)
  })
})
