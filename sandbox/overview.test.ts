import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startOpenCollectiveSandbox } from './open-collective/server.ts'
import { startWithSdk, type TestStripe } from './stripe/testing.ts'

const pageAt = async (address: string) => {
  const answer = await fetch(address)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toMatch('text/html')
  return answer.text()
}

describe("the first page of Stripe's sandbox", () => {
  let sandbox: TestStripe
  beforeAll(async () => {
    sandbox = await startWithSdk()
  })
  afterAll(() => sandbox.stop())

  test('says so where there is nothing yet, and lists every command', async () => {
    const html = await pageAt(sandbox.url)
    expect(html).toContain('No payment intent was made yet')
    const { commands } = (await (await fetch(`${sandbox.url}/_sandbox`)).json()) as {
      commands: string[]
    }
    for (const name of commands) expect(html).toContain(`<strong>${name}</strong>`)
    expect(html).toContain('<strong>refundCharge</strong> { charge, amount? }')
  })

  test('shows payments, accounts and events, but no secret and no markup of others', async () => {
    const { stripe } = sandbox
    const intent = await stripe.paymentIntents.create({
      amount: 12_345,
      currency: 'usd',
      description: '<script>alert(1)</script>',
    })
    const account = await stripe.accounts.create({ type: 'express', email: 'ada@example.com' })
    const html = await pageAt(sandbox.url)
    expect(html).toContain('123.45 USD requires payment method')
    expect(html).toContain(intent.id)
    expect(html).toContain('payment_intent.created')
    expect(html).toContain(`href="/express/${account.id}"`)
    expect(html).toContain('ada@example.com')
    expect(html).not.toContain('<script>')
    expect(html).not.toContain(intent.client_secret)
  })
})

test("the first page of Open Collective's sandbox, also where its API is", async () => {
  const sandbox = await startOpenCollectiveSandbox()
  const html = await pageAt(sandbox.url)
  expect(await pageAt(new URL('/', sandbox.url).href)).toBe(html)
  for (const text of ['rocket-club', 'can receive money', 'frozen', 'setCollective', 'recover']) {
    expect(html).toContain(text)
  }
  sandbox.control.fail({ status: 503 })
  expect(await pageAt(sandbox.url)).toContain('status 503')
  await sandbox.stop()
})
