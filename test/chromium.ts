import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'

const executablePath = '/usr/bin/chromium'

/** Why tests in a browser cannot run here; undefined where they can. */
export const chromiumMissing = existsSync(executablePath)
  ? undefined
  : `there is no ${executablePath} (apt-get install chromium)`

if (chromiumMissing) console.warn(`Browser suite skipped: ${chromiumMissing}`)

/** A headless Chromium that reaches this machine, by 127.0.0.1 or localhost, and no other host. Close it with `close()`. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
  })
}

/**
 * A page in a fresh profile. `foreign` collects the address of every request to another host than
 * this machine (each is blocked), `complaints` the errors and refusals the browser reports.
 */
export async function openPage(browser: Browser) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } })
  const foreign: string[] = []
  const complaints: string[] = []
  await context.route('**/*', (route) => {
    const url = route.request().url()
    if (isLocal(url)) return route.continue()
    foreign.push(url)
    return route.abort()
  })
  const page: Page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return { page, foreign, complaints }
}

function isLocal(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return (
    ['127.0.0.1', 'localhost'].includes(hostname) || protocol === 'data:' || protocol === 'blob:'
  )
}

/**
 * The operation that GraphiQL runs when its button is pressed, as it has written it down. For a
 * moment after a tab was opened it is that of the tab before, which GraphiQL then refuses to run.
 */
export const operationOf = (page: Page): Promise<string | null> =>
  page.evaluate(`(({ tabs, activeTabIndex }) => tabs[activeTabIndex].operationName)(
    JSON.parse(localStorage.getItem('polar:graphiql:tabState')),
  )`)
