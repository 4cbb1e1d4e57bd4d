import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as ledger from '#ledger/service.ts'
import { TryLater } from '#lib/jobs.ts'
import { type PledgesTest, startWithPledges } from '../../test/pledges.ts'
import * as pledges from './service.ts'

let world: PledgesTest
const told: string[] = []

beforeAll(async () => {
  world = await startWithPledges()
  const note = (name: string) => async () => {
    told.push(name)
  }
  world.app.app.signals.connect({
    'pledge.created': note('created'),
    'pledge.updated': note('updated'),
    'pledge.pending': note('pending'),
  })
})
afterAll(async () => {
  expect(await ledger.faultsOf(world.app.ctx)).toEqual([])
  await world.stop()
})
beforeEach(async () => {
  await world.resetLimits()
  told.length = 0
})
afterEach(async () => {
  world.stripe.control.changeWebhooks({ isPaused: false, copies: 1, isShuffled: false })
  world.stripe.control.changeSettings({ now: null })
  await world.settled()
})

const reconcile = (id: string) => pledges.reconcile(world.app.ctx, id)

const withoutWebhooks = () => world.stripe.control.changeWebhooks({ copies: 0 })

/** A pledge of 10000 that is in the books; no webhooks are sent. */
const booked = async () => {
  withoutWebhooks()
  const { issue } = await world.issue()
  const paid = await world.paidFor(issue.id)
  await reconcile(paid.id)
  const { id: pledgeId } = await world.rowOf(paid.id)
  const payment = await ledger.paymentOfCharge(world.app.ctx, paid.charge)
  return { ...paid, issue, pledgeId, paymentId: payment?.id ?? '' }
}

const payeeIn = async () => {
  const { stripe, control } = world.stripe
  const { id: stripeId } = await stripe.accounts.create({
    ...{ type: 'express', country: 'US' },
    capabilities: { transfers: { requested: true } },
  })
  control.onboard({ account: stripeId })
  const { user } = await world.person()
  return world.app.db.payoutAccount.create({
    data: {
      ...{ type: 'STRIPE', status: 'ACTIVE', stripeId, country: 'US' },
      ...{ userId: user.id, adminId: user.id },
    },
  })
}

const transferTo = async (paymentId: string, amount: bigint, fee: bigint) => {
  const payee = await payeeIn()
  await world.app.ctx.transaction((tx) =>
    ledger.transfer(tx, {
      ...{ key: `reward/${payee.id}`, paymentId, payeeAccountId: payee.id },
      ...{ amount, fee, feeBasisPoints: 1_000 },
    }),
  )
  return payee.id
}

/** Example A of the books: 70 % and 30 % are transferred. */
const transferred = async () => {
  const pledge = await booked()
  const org = await transferTo(pledge.paymentId, 6_300n, 700n)
  const user = await transferTo(pledge.paymentId, 2_700n, 300n)
  const owed = (id: string) => ledger.balanceOf(world.app.ctx, ledger.accounts.payable(id, 'usd'))
  const standing = async () => {
    await reconcile(pledge.id)
    const about = { pledgeId: pledge.pledgeId }
    const { balance, net } = await ledger.platformBalance(world.app.ctx, 'usd', about)
    return { platform: balance, net, org: await owed(org), user: await owed(user) }
  }
  return { ...pledge, standing }
}

const jobsOf = async (name: string) => {
  const [row] = await world.app.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pgboss.job WHERE name = ${name}`
  return row?.count ?? 0
}

const sumOf = async (id: string) => {
  const issue = await world.app.db.issue.findUniqueOrThrow({ where: { id } })
  return issue.pledgedAmountSum
}

describe('a refund', () => {
  test('of a part: less of an amount, the same state; receivers give back their part', async () => {
    const { id, charge, issue, standing } = await transferred()
    const before = await jobsOf('payout.reverse_transfer')
    world.stripe.control.refundCharge({ charge, amount: 4_000 })
    expect(await standing()).toEqual({ platform: 600n, net: 280n, org: 3_780n, user: 1_620n })
    expect(await world.rowOf(id)).toMatchObject({
      state: 'CREATED',
      amount: 6_000n,
      amountReceived: 10_000n,
      refundedAt: expect.any(Date),
    })
    expect(await sumOf(issue.id)).toBe(6_000n)
    expect(await jobsOf('payout.reverse_transfer')).toBe(before + 2)

    world.stripe.control.refundCharge({ charge })
    expect(await standing()).toEqual({ platform: 0n, net: -320n, org: 0n, user: 0n })
    expect(await world.rowOf(id)).toMatchObject({ state: 'REFUNDED', amount: 6_000n })
    expect(await sumOf(issue.id)).toBe(0n)
  })

  test('in many parts, each counts for itself', async () => {
    const { id, charge } = await booked()
    for (const amount of [1_000, 2_500, 1]) world.stripe.control.refundCharge({ charge, amount })
    await reconcile(id)
    expect(await world.rowOf(id)).toMatchObject({ amount: 6_499n })
    await reconcile(id)
    expect(await world.rowOf(id)).toMatchObject({ amount: 6_499n })
    expect(told).toEqual(['created', 'updated'])
  })

  test('that comes before we knew of the payment', async () => {
    withoutWebhooks()
    const { issue } = await world.issue()
    const { id, charge } = await world.paidFor(issue.id)
    world.stripe.control.refundCharge({ charge })
    await reconcile(id)
    expect(await world.rowOf(id)).toMatchObject({ state: 'REFUNDED', amount: 10_000n })
    expect(await sumOf(issue.id)).toBe(0n)
    expect(told).toEqual(['created', 'updated'])
  })

  test('that fails before it is booked changes nothing', async () => {
    const { id, charge } = await booked()
    const refund = world.stripe.control.refundCharge({ charge, amount: 1_000 })
    world.stripe.control.failRefund({ id: refund.id })
    await reconcile(id)
    expect(await world.rowOf(id)).toMatchObject({ amount: 10_000n, refundedAt: null })
  })

  test('of more pages than one', async () => {
    const { id, charge } = await booked()
    for (let n = 0; n < 101; n++) world.stripe.control.refundCharge({ charge, amount: 10 })
    await reconcile(id)
    expect(await world.rowOf(id)).toMatchObject({ amount: 8_990n })
  })

  test('of a pledge that its payer objected to ends that', async () => {
    const { id, charge } = await booked()
    await world.app.db.pledge.update({ where: { paymentId: id }, data: { state: 'DISPUTED' } })
    world.stripe.control.refundCharge({ charge, amount: 1_000 })
    await reconcile(id)
    expect(await world.rowOf(id)).toMatchObject({ state: 'DISPUTED', amount: 9_000n })
    world.stripe.control.refundCharge({ charge })
    await reconcile(id)
    expect(await world.rowOf(id)).toMatchObject({ state: 'REFUNDED' })
  })
})

describe('a chargeback', () => {
  test('takes all back, with its fee; won, all is as before, but for the pledge', async () => {
    const { id, charge, issue, standing } = await transferred()
    const dispute = world.stripe.control.disputeCharge({ charge })
    expect(await standing()).toEqual({ platform: 0n, net: -1_820n, org: 0n, user: 0n })
    expect(await world.rowOf(id)).toMatchObject({ state: 'CHARGE_DISPUTED', amount: 10_000n })
    expect(await sumOf(issue.id)).toBe(0n)

    const before = await jobsOf('payout.send_transfer')
    world.stripe.control.winDispute({ id: dispute.id })
    expect(await standing()).toEqual({ platform: 1_000n, net: -820n, org: 6_300n, user: 2_700n })
    expect(await world.rowOf(id)).toMatchObject({ state: 'CHARGE_DISPUTED' })
    expect(await sumOf(issue.id)).toBe(0n)
    expect(await jobsOf('payout.send_transfer')).toBe(before + 2)
  })

  test('and all that came before and after it, seen at once or one by one, in many at a time', async () => {
    const story = async (looksAt: (step: number) => boolean) => {
      const { id, charge, pledgeId, paymentId } = await booked()
      await transferTo(paymentId, 3_333n, 370n)
      const { control } = world.stripe
      let disputeId = ''
      const steps = [
        () => control.refundCharge({ charge, amount: 1_111 }),
        () => control.refundCharge({ charge, amount: 2_223 }),
        () => {
          disputeId = control.disputeCharge({ charge }).id
        },
        () => control.winDispute({ id: disputeId }),
        () => control.refundCharge({ charge, amount: 777 }),
      ]
      for (const [place, step] of steps.entries()) {
        control.changeSettings({ now: 1_900_000_000 + place })
        step()
        if (looksAt(place)) await Promise.all([reconcile(id), reconcile(id), reconcile(id)])
      }
      await Promise.all([reconcile(id), reconcile(id)])
      const { state, amount, refundedAt } = await world.rowOf(id)
      const view = await ledger.platformView(world.app.ctx, { pledgeId })
      const steps_ = view.map(({ kind, amount: cents, fee }) => [kind, cents, fee])
      return { state, amount, refundedAt, steps: steps_ }
    }
    const once = await story(() => false)
    expect(once).toMatchObject({ state: 'CHARGE_DISPUTED', amount: 5_889n })
    expect(await story(() => true)).toEqual(once)
    expect(await story((step) => step % 2 === 0)).toEqual(once)
    expect(await story((step) => step === 2)).toEqual(once)
    expect(await story((step) => step === 3)).toEqual(once)
  })

  test('of an unpaid promise of a pledge: made, paid and disputed in one moment', async () => {
    withoutWebhooks()
    const { issue } = await world.issue()
    const id = await world.intentIdFor(issue.id)
    await world.pledge(id)
    world.stripe.control.payIntent({ id, card: 'pm_card_createDispute' })
    await reconcile(id)
    expect(await world.rowOf(id)).toMatchObject({ state: 'CHARGE_DISPUTED' })
    expect(await sumOf(issue.id)).toBe(0n)
  })
})

test('webhooks twice each and in any order: the same books', async () => {
  world.stripe.control.changeWebhooks({ isPaused: true, copies: 2, isShuffled: true })
  const { issue } = await world.issue()
  const { id, charge } = await world.paidFor(issue.id)
  world.stripe.control.refundCharge({ charge, amount: 2_500 })
  const dispute = world.stripe.control.disputeCharge({ charge })
  world.stripe.control.winDispute({ id: dispute.id })
  world.stripe.control.changeWebhooks({ isPaused: false })
  await world.settled()
  const { id: pledgeId, ...row } = await world.rowOf(id)
  expect(row).toMatchObject({ state: 'CHARGE_DISPUTED', amount: 7_500n })
  const view = await ledger.platformView(world.app.ctx, { pledgeId })
  expect(view.map(({ kind, amount }) => [kind, amount])).toEqual([
    ['PAYMENT', 10_000n],
    ['REFUND', -2_500n],
    ['DISPUTE', -7_500n],
    ['DISPUTE_REVERSAL', 7_500n],
  ])
  expect(told.filter((name) => name === 'created')).toHaveLength(1)
})

test('a declined card, then one that pays: one payment, of the charge that went through', async () => {
  const { issue } = await world.issue()
  const id = await world.intentIdFor(issue.id)
  world.stripe.control.payIntent({ id, card: 'pm_card_chargeDeclined' })
  await reconcile(id)
  expect(await world.app.db.pledge.count({ where: { paymentId: id } })).toBe(0)
  world.stripe.control.payIntent({ id })
  await world.settled()
  const { id: pledgeId } = await world.rowOf(id)
  expect(await world.app.db.ledgerTransaction.count({ where: { pledgeId } })).toBe(1)
})

describe('what Stripe tells in between', () => {
  /** A row of the sandbox, to put into a state that no command leads to. */
  const rowAtStripe = (table: 'charges' | 'disputes' | 'refunds', id: string): object => {
    for (const books of world.stripe.state.books.values()) {
      const row = books[table].get(id)
      if (row) return row
    }
    throw new Error(`The sandbox has no ${id}`)
  }

  test('an inquiry takes no money and changes nothing, until it becomes a dispute', async () => {
    const { id, charge, pledgeId } = await booked()
    const dispute = world.stripe.control.disputeCharge({ charge })
    const row = rowAtStripe('disputes', dispute.id)
    const { balance_transactions, status } = dispute
    Object.assign(row, { status: 'warning_needs_response', balance_transactions: [] })
    await reconcile(id)
    expect(await world.rowOf(id)).toMatchObject({ state: 'CREATED' })
    Object.assign(row, { status, balance_transactions: [] })
    await reconcile(id)
    expect(await world.rowOf(id)).toMatchObject({ state: 'CHARGE_DISPUTED' })
    expect(await world.app.db.ledgerTransaction.count({ where: { pledgeId } })).toBe(1)
    Object.assign(row, { balance_transactions })
    await reconcile(id)
    expect(await world.app.db.ledgerTransaction.count({ where: { pledgeId } })).toBe(2)
  })

  test('a charge that is not booked yet: the pledge waits for it', async () => {
    withoutWebhooks()
    const { issue } = await world.issue()
    const { id, charge } = await world.paidFor(issue.id)
    const row = rowAtStripe('charges', charge)
    const { balance_transaction } = row as { balance_transaction: string }
    Object.assign(row, { balance_transaction: null })
    await expect(reconcile(id)).rejects.toThrow(TryLater)
    const before = await jobsOf('pledge.reconcile_payment')
    expect(await world.pledge(id)).toMatchObject({ pledge: { state: 'INITIATED' } })
    expect(await jobsOf('pledge.reconcile_payment')).toBeGreaterThan(before)
    Object.assign(row, { balance_transaction })
    await reconcile(id)
    expect(await world.rowOf(id)).toMatchObject({ state: 'CREATED' })
  })

  test('a refund that is under way counts when it is through', async () => {
    const { id, charge } = await booked()
    const refund = world.stripe.control.refundCharge({ charge, amount: 1_000 })
    Object.assign(rowAtStripe('refunds', refund.id), { status: 'pending' })
    await reconcile(id)
    expect(await world.rowOf(id)).toMatchObject({ amount: 10_000n })
    Object.assign(rowAtStripe('refunds', refund.id), { status: 'succeeded' })
    await reconcile(id)
    expect(await world.rowOf(id)).toMatchObject({ amount: 9_000n })
  })

  test('what staff must put right is said in the log, and holds nothing up', async () => {
    const faults: string[] = []
    const log = Object.assign(Object.create(world.app.ctx.log), {
      error: (_facts: object, message: string) => faults.push(message),
    })
    const transaction: typeof world.app.ctx.transaction = (work) =>
      world.app.ctx.transaction((tx) => work({ ...tx, log }))
    const look = (id: string) => pledges.reconcile({ ...world.app.ctx, transaction }, id)

    const { id, charge } = await booked()
    const refund = world.stripe.control.refundCharge({ charge, amount: 4_000 })
    await look(id)
    world.stripe.control.failRefund({ id: refund.id })
    await look(id)
    expect(faults).toEqual([expect.stringContaining('a refund failed after it was booked')])
    // The bank takes all of it, which is more than the books have left.
    world.stripe.control.disputeCharge({ charge })
    await look(id)
    expect(faults).toContainEqual(expect.stringContaining('10000 went back, and only 6000 were'))
    expect(await world.rowOf(id)).toMatchObject({ state: 'CHARGE_DISPUTED', amount: 6_000n })
  })
})

describe('the invoice of a pledge on completion', () => {
  const invoiced = async () => {
    const { issue, organization, repository } = await world.issue()
    const { user } = await world.person()
    const pledge = await world.app.db.pledge.create({
      data: {
        ...{ type: 'PAY_ON_COMPLETION', state: 'CREATED', amount: 10_000n },
        ...{ issueId: issue.id, repositoryId: repository.id, organizationId: organization.id },
        byUserId: user.id,
      },
    })
    const { stripe } = world.stripe
    const customer = await stripe.customers.create({ email: user.email })
    const metadata = { type: 'pledge', pledge_id: pledge.id }
    const draft = await stripe.invoices.create({
      ...{ customer: customer.id, collection_method: 'send_invoice', days_until_due: 7 },
      metadata,
    })
    const item = { customer: customer.id, invoice: draft.id, amount: 10_000, currency: 'usd' }
    await stripe.invoiceItems.create(item)
    const sent = await stripe.invoices.sendInvoice(draft.id)
    const { data } = await stripe.invoicePayments.list({ invoice: draft.id })
    return { issue, pledge, invoice: sent, intent: `${data[0]?.payment.payment_intent}` }
  }

  test('paid, though we don’t know it yet: it is pending, payable at once', async () => {
    const { pledge, invoice, intent } = await invoiced()
    await reconcile(intent)
    expect(await world.app.db.pledge.findUnique({ where: { id: pledge.id } })).toEqual(pledge)
    world.stripe.control.payIntent({ id: intent })
    await world.settled()
    expect(await world.rowOf(intent)).toMatchObject({
      ...{ id: pledge.id, state: 'PENDING', amountReceived: 10_000n, scheduledPayoutAt: null },
      ...{ invoiceId: invoice.id, hostedInvoiceUrl: invoice.hosted_invoice_url },
    })
    await reconcile(intent)
    expect(told).toEqual(['updated', 'pending'])
  })

  test('paid after its payer objected: it stays so; refunded, it is refunded', async () => {
    const { pledge, intent } = await invoiced()
    await world.app.db.pledge.update({ where: { id: pledge.id }, data: { state: 'DISPUTED' } })
    const { latest_charge } = world.stripe.control.payIntent({ id: intent })
    await world.settled()
    expect(await world.rowOf(intent)).toMatchObject({ state: 'DISPUTED', amountReceived: 10_000n })
    world.stripe.control.refundCharge({ charge: `${latest_charge}` })
    await world.settled()
    expect(await world.rowOf(intent)).toMatchObject({ state: 'REFUNDED' })
  })
})

test('an intent that pays for something else is left alone', async () => {
  const { stripe } = world.stripe
  const { id } = await stripe.paymentIntents.create({ amount: 500, currency: 'usd' })
  world.stripe.control.payIntent({ id })
  await reconcile(id)
  await reconcile('pi_unknown')
  expect(await world.app.db.pledge.count({ where: { paymentId: id } })).toBe(0)
})

test('a payment for an issue that we don’t know is a fault', async () => {
  withoutWebhooks()
  const { stripe } = world.stripe
  const params = { amount: 500, currency: 'usd', metadata: { type: 'pledge', issue_id: 'none' } }
  const { id } = await stripe.paymentIntents.create(params)
  world.stripe.control.payIntent({ id })
  await expect(reconcile(id)).rejects.toThrow('no issue that we know')
})
