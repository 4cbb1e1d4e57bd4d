import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seedOnce } from '#seed.ts'
import { startWithApp, type TestGithub } from '../../sandbox/github/testing.ts'
import { chromiumMissing, openBrowser, openPage } from '../chromium.ts'
import { openTab, runTab, writeVariables } from '../graphiql.ts'
import { freePort } from '../ports.ts'
import { startWithStripe, type TestStripeApp } from '../stripe.ts'

const waiting = { timeout: 30_000 }

type Opened = {
  createPayoutAccount: { onboardingUrl: string; payoutAccount: { status: string } }
}
type Funding = {
  issue: {
    state: string
    url: string
    needsConfirmationSolved: boolean
    pledgesSummary: {
      total: { amount: number }
      backings: { nodes: { backer: { login: string } }[] }
    }
    proposedSplit: { share: number; reasons: { text: string }[] }[]
  }
}
type Rewards = { viewer: { rewards: { nodes: { state: string; blockedBy: string | null }[] } } }
type Account = { status: string; balance: { owed: { amount: number } } }
type Balances = {
  organization: { payoutAccount: Account }
  viewer: { payoutAccount: Account }
}
type Books = {
  issue: {
    ledger: Record<'funded' | 'paidOut' | 'platformFees' | 'held', { amount: number }> & {
      entries: { nodes: { kind: string; receiver: { name: string } | null }[] }
    }
  }
}

describe.skipIf(chromiumMissing)('from a pledge to a payout, by hand', { timeout: 120_000 }, () => {
  let world: TestStripeApp
  let github: TestGithub
  let browser: Browser
  let graphiql: Page
  let site: Page
  let complaints: string[]

  beforeAll(async () => {
    github = await startWithApp()
    world = await startWithStripe({
      ...github.settings,
      ...{ NODE_ENV: 'development', PORT: await freePort(), DISPUTE_WINDOW_SECONDS: '5' },
    })
    const { app } = world
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
    await world?.stop()
    await github?.stop()
  })

  const run = <Data>(name: string) => runTab<Data>(graphiql, name)
  const funding = async () => (await run<Funding>('IssueFunding')).issue
  const myRewards = async () => (await run<Rewards>('MyRewards')).viewer.rewards.nodes
  const balances = () => run<Balances>('Balances')

  /** Tells Stripe everything, on its page; the way back leads to a frontend that is not here. */
  const onboard = async ({ createPayoutAccount: { onboardingUrl } }: Opened) => {
    await site.goto(onboardingUrl)
    const left = site.waitForRequest((request) => request.url().startsWith('http://127.0.0.1:3000'))
    await site.getByRole('button', { name: 'Continue' }).click()
    await left
  }

  test('acme and ada-demo say where they receive money', async () => {
    await graphiql.goto(`${world.app.address}/graphql`)
    await graphiql.getByRole('button', { name: 'Sign in as ada-demo' }).click()
    await graphiql.getByText('Signed in as ada-demo.').waitFor()
    await onboard(await run<Opened>('OpenPayoutAccount'))
    await openTab(graphiql, 'OpenPayoutAccount')
    await writeVariables(graphiql, { input: { type: 'STRIPE', country: 'US' } })
    await onboard(await run<Opened>('OpenPayoutAccount'))
    const active = { payoutAccount: { status: 'ACTIVE', balance: { owed: { amount: 0 } } } }
    await expect.poll(balances, waiting).toMatchObject({ organization: active, viewer: active })
  })

  test('a pledge with a test card is seen on the issue', async () => {
    expect(await run('Pledge')).toMatchObject({
      createPledgePaymentIntent: { status: 'SUCCEEDED', amount: { amount: 10_000 } },
    })
    await expect.poll(funding, waiting).toMatchObject({
      pledgesSummary: {
        total: { amount: 10_000 },
        backings: { nodes: [{ backer: { login: 'ada-demo' } }] },
      },
    })
  })

  test('the issue is closed at GitHub: its maintainers are asked, and a split is proposed', async () => {
    await site.goto(`${github.url}/acme/rocket/issues/2`)
    await site.getByRole('button', { name: 'Close', exact: true }).click()
    await expect.poll(funding, waiting).toMatchObject({
      state: 'CLOSED',
      needsConfirmationSolved: true,
    })
    const { proposedSplit } = await funding()
    expect(proposedSplit.reduce((total, { share }) => total + share, 0)).toBe(1_000)
  })

  test('confirmed with 70 and 30 percent, it is paid when the time to object is over', async () => {
    expect(await run('ConfirmSolved')).toMatchObject({
      confirmIssueSolved: { issue: { rewards: { nodes: [{ share: 700 }, { share: 300 }] } } },
    })
    expect(await myRewards()).toMatchObject([{ state: 'PENDING', blockedBy: 'IN_DISPUTE_WINDOW' }])
    await expect.poll(myRewards, waiting).toMatchObject([{ state: 'PAID', blockedBy: null }])
  })

  test('both balances have their part, and the books of the issue are public', async () => {
    const owed = (amount: number) => ({ payoutAccount: { balance: { owed: { amount } } } })
    expect(await balances()).toMatchObject({ organization: owed(6_300), viewer: owed(2_700) })
    const { issue } = await run<Books>('IssueLedger')
    expect(issue.ledger).toMatchObject({
      ...{ funded: { amount: 10_000 }, paidOut: { amount: 9_000 } },
      ...{ platformFees: { amount: 1_000 }, held: { amount: 0 } },
    })
    const receivers = issue.ledger.entries.nodes.map(({ receiver }) => receiver?.name)
    expect(receivers).toEqual(expect.arrayContaining(['Acme Rockets', 'Ada']))
    expect(complaints).toEqual([])
  })
})
