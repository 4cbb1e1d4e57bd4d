import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import { graphql } from '../generated/gql.ts'
import { startWithStripe, type TestStripeApp } from '../stripe.ts'
import { type Cast, createCast, type Person, staffLogin, staffOf } from './cast.ts'
import { act, confirmSolved, type Visitor } from './door.ts'
import { chargeOf, confirm, make, openAndOnboard, payInBrowser, type Stage } from './journey.ts'
import { allDone, deadJobs } from './work.ts'

// The worked examples of the product's specification. D is an invoice of a subscription, with tax:
// its numbers are tried in src/ledger/examples.test.ts.

let place: TestStripeApp
let stage: Stage
let staff: Person
beforeAll(async () => {
  place = await startWithStripe({ DISPUTE_WINDOW_SECONDS: '0', STAFF: staffLogin })
  stage = { door: place.app, bank: place.stripe }
  staff = await staffOf(place.app)
})
afterAll(async () => {
  expect(await deadJobs(place.app)).toEqual([])
  await place.stop()
})

/** Stripe has told all it has to, and all that follows is done. */
const done = async () => {
  const { app, stripe } = place
  do {
    await stripe.webhooks.settled()
    await allDone(app)
  } while (stripe.state.undelivered.size > 0)
}

const IssueBooks = graphql(`
  query IssueBooks($id: ID!) {
    node(id: $id) {
      ... on Issue {
        ledger {
          held { amount }
          platformFees { amount }
          processorFees { amount }
          entries(first: 50) {
            nodes { kind amount { amount } platformFee { amount } processorFee { amount } }
          }
        }
      }
    }
  }
`)

const AccountBooks = graphql(`
  query AccountBooks($id: ID!) {
    node(id: $id) {
      ... on PayoutAccount {
        balance { owed { amount } paidOut { amount } atProcessor { amount currency } }
        statement(first: 50) {
          nodes { kind amount { amount } accountAmount { amount currency } paidOutAt }
        }
      }
    }
  }
`)

const PledgeNow = graphql(`
  query PledgeNow($id: ID!) {
    node(id: $id) {
      ... on Pledge { state amount { amount } refundedAt }
    }
  }
`)

const TrialBalance = graphql(`
  query TrialBalance {
    ledgerTrialBalance(first: 100) { nodes { kind currency debit credit } }
  }
`)

const headersOf = ({ cookie }: Visitor): Record<string, string> => (cookie ? { cookie } : {})

const issueBooks = async (id: string) => {
  const { data } = await place.app.query(IssueBooks, { id })
  if (!data?.node || !('ledger' in data.node)) throw new Error('no ledger')
  return data.node.ledger
}

const accountBooks = async (id: string, who: Visitor) => {
  const { data } = await place.app.query(AccountBooks, { id }, headersOf(who))
  if (!data?.node || !('balance' in data.node)) throw new Error('no balance')
  return data.node
}

const owed = async (id: string, who: Visitor) => (await accountBooks(id, who)).balance.owed.amount

/** An issue, an organization and a person who can both receive, and a pledge that is split. */
const rewarded = async (amount = 10_000) => {
  const cast = await createCast(place.app)
  const [issueId] = cast.issues
  const organization = await openAndOnboard(stage, cast.admin, {
    organizationId: cast.organization,
  })
  const user = await openAndOnboard(stage, cast.solver)
  const intent = await payInBrowser(stage, { issueId, amount }, cast.backer)
  const id = await make(stage, intent, cast.backer)
  await confirm(stage, { issueId, cast, solver: cast.solver })
  await done()
  return { cast, issueId, intent, organization, user, pledgeId: encodeId('Pledge', id) }
}

type Rewarded = Awaited<ReturnType<typeof rewarded>>

/** The columns of the examples: what the platform has, also less Stripe's fees, and who is owed. */
const columns = async ({ cast, issueId, organization, user }: Rewarded) => {
  const { held, platformFees, processorFees } = await issueBooks(issueId)
  const platform = held.amount + platformFees.amount
  return {
    platform,
    net: platform - processorFees.amount,
    organization: await owed(organization.id, cast.admin),
    user: await owed(user.id, cast.solver),
  }
}

const pledgeNow = async ({ cast, pledgeId }: Rewarded) => {
  const { data } = await place.app.query(PledgeNow, { id: pledgeId }, headersOf(cast.backer))
  if (!data?.node || !('state' in data.node)) throw new Error('no pledge')
  const { state, amount, refundedAt } = data.node
  return { state, amount: amount.amount, isRefunded: refundedAt !== null }
}

const entriesOf = async (issueId: string) =>
  (await issueBooks(issueId)).entries.nodes.map(({ kind, amount, platformFee, processorFee }) => [
    kind,
    amount.amount,
    platformFee.amount,
    processorFee.amount,
  ])

test('A: 10000 are pledged, 6300 and 2700 earned, and the organization is paid out', async () => {
  const example = await rewarded()
  const { cast, issueId, organization } = example
  const shares = { platform: 1_000, net: 680, organization: 6_300, user: 2_700 }
  expect(await columns(example)).toEqual(shares)
  expect(await entriesOf(issueId)).toEqual([
    ['PAYMENT', 10_000, 0, 320],
    ['TRANSFER', 6_300, 700, 0],
    ['TRANSFER', 2_700, 300, 0],
  ])
  const { control } = place.stripe
  control.settleFunds()
  control.payOut({ account: organization.stripeId, currency: 'usd' })
  await done()
  expect(await columns(example)).toEqual({ ...shares, organization: 0 })
  expect(await accountBooks(organization.id, cast.admin)).toEqual({
    balance: {
      owed: { amount: 0 },
      paidOut: { amount: 6_300 },
      atProcessor: [{ amount: 0, currency: 'usd' }],
    },
    statement: {
      nodes: [
        {
          kind: 'PAYOUT',
          amount: { amount: -6_300 },
          accountAmount: { amount: -6_300, currency: 'usd' },
          paidOutAt: null,
        },
        {
          kind: 'TRANSFER',
          amount: { amount: 6_300 },
          accountAmount: { amount: 6_300, currency: 'usd' },
          paidOutAt: expect.any(String),
        },
      ],
    },
  })
})

test('B: 4000 go back before the payout, then the other 6000', async () => {
  const example = await rewarded()
  const charge = await chargeOf(stage, example.intent)
  place.stripe.control.refundCharge({ charge, amount: 4_000 })
  await done()
  expect(await columns(example)).toEqual({
    platform: 600,
    net: 280,
    organization: 3_780,
    user: 1_620,
  })
  const part = { state: 'PENDING', amount: 6_000, isRefunded: true }
  expect(await pledgeNow(example)).toEqual(part)
  place.stripe.control.refundCharge({ charge, amount: 6_000 })
  await done()
  expect(await columns(example)).toEqual({ platform: 0, net: -320, organization: 0, user: 0 })
  expect(await pledgeNow(example)).toEqual({ ...part, state: 'REFUNDED' })
  expect(await entriesOf(example.issueId)).toEqual([
    ['PAYMENT', 10_000, 0, 320],
    ['TRANSFER', 6_300, 700, 0],
    ['TRANSFER', 2_700, 300, 0],
    ['REFUND', 4_000, 0, 0],
    ['TRANSFER_REVERSAL', 2_520, 280, 0],
    ['TRANSFER_REVERSAL', 1_080, 120, 0],
    ['REFUND', 6_000, 0, 0],
    ['TRANSFER_REVERSAL', 3_780, 420, 0],
    ['TRANSFER_REVERSAL', 1_620, 180, 0],
  ])
})

test('C: the bank takes 10000 back, and it is won', async () => {
  const example = await rewarded()
  const charge = await chargeOf(stage, example.intent)
  const { id } = place.stripe.control.disputeCharge({ charge })
  await done()
  expect(await columns(example)).toEqual({ platform: 0, net: -1_820, organization: 0, user: 0 })
  const disputed = { state: 'CHARGE_DISPUTED', amount: 10_000, isRefunded: false }
  expect(await pledgeNow(example)).toEqual(disputed)
  place.stripe.control.winDispute({ id })
  await done()
  expect(await columns(example)).toEqual({
    platform: 1_000,
    net: -820,
    organization: 6_300,
    user: 2_700,
  })
  expect(await pledgeNow(example)).toEqual(disputed)
})

/** An issue whose pledges go half to the organization, half to a person with an account in euros. */
const halved = async (cast: Cast) => {
  const [issueId] = cast.issues
  await openAndOnboard(stage, cast.admin, { organizationId: cast.organization })
  const account = await openAndOnboard(stage, cast.solver, { country: 'DE' })
  const splits = [
    { share: 500, organizationId: cast.organization },
    { share: 500, githubLogin: cast.solver.login },
  ]
  await act(stage.door, confirmSolved, { issueId, splits }, cast.admin)
  return { issueId, account }
}

test('E: three times 1000 usd arrive as 900 eur; 2700 eur are paid out, which are 3000 usd', async () => {
  const cast = await createCast(place.app)
  const { issueId, account } = await halved(cast)
  for (const _ of [1, 2, 3]) {
    const intent = await payInBrowser(stage, { issueId, amount: 2_222 }, cast.backer)
    await make(stage, intent, cast.backer)
    await done()
  }
  const before = await accountBooks(account.id, cast.solver)
  expect(before.balance).toEqual({
    owed: { amount: 3_000 },
    paidOut: { amount: 0 },
    atProcessor: [{ amount: 2_700, currency: 'eur' }],
  })
  const { control } = place.stripe
  control.settleFunds()
  control.payOut({ account: account.stripeId, currency: 'eur' })
  await done()
  const { balance, statement } = await accountBooks(account.id, cast.solver)
  expect(balance).toEqual({
    owed: { amount: 0 },
    paidOut: { amount: 3_000 },
    atProcessor: [{ amount: 0, currency: 'eur' }],
  })
  const arrived = { amount: { amount: 1_000 }, accountAmount: { amount: 900, currency: 'eur' } }
  const paidOut = { amount: { amount: -3_000 }, accountAmount: { amount: -2_700, currency: 'eur' } }
  expect(statement.nodes).toMatchObject([paidOut, arrived, arrived, arrived])
})

test('after all of them, debits are credits, and Stripe has what the books say', async () => {
  const { data } = await place.app.query(TrialBalance, {}, headersOf(staff))
  const rows = data?.ledgerTrialBalance.nodes ?? []
  for (const currency of ['usd', 'eur']) {
    const of = rows.filter((row) => row.currency === currency)
    const sum = (side: 'debit' | 'credit') => of.reduce((total, row) => total + row[side], 0)
    expect(sum('debit')).toBe(sum('credit'))
  }
  const { available, pending } = await place.stripe.stripe.balance.retrieve()
  const atStripe = [...available, ...pending].reduce((total, { amount }) => total + amount, 0)
  const balance = rows.find(({ kind }) => kind === 'PROCESSOR_BALANCE')
  expect((balance?.debit ?? 0) - (balance?.credit ?? 0)).toBe(atStripe)
})
