import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as issues from '#issue/service.ts'
import { encodeId } from '#lib/ids.ts'
import { createIssue, createOrganization, createRepository } from '../../test/demo.ts'
import { type PledgesTest, startWithPledges, usd } from '../../test/pledges.ts'
import * as pledges from './service.ts'

let world: PledgesTest
const told: string[] = []

beforeAll(async () => {
  world = await startWithPledges({ DISPUTE_WINDOW_SECONDS: '3600' })
  const note = (name: string) => async () => {
    told.push(name)
  }
  world.app.app.signals.connect({
    'pledge.created': note('created'),
    'pledge.updated': note('updated'),
    'pledge.pending': note('pending'),
    'pledge.made_for_organization': note('made_for_organization'),
    'issue.needs_confirmation': note('needs_confirmation'),
    'issue.pledges_pending': note('pledges_pending'),
  })
})
afterAll(() => world.stop())
beforeEach(async () => {
  await world.resetLimits()
  told.length = 0
})

type Made = Awaited<ReturnType<PledgesTest['issue']>>

/** A row of a pledge on an issue, made past all rules. */
const rowOn = ({ issue, organization, repository }: Made, data: object = {}) =>
  world.app.db.pledge.create({
    data: {
      ...{ issueId: issue.id, repositoryId: repository.id, organizationId: organization.id },
      ...{ state: 'CREATED', amount: 1_000n, ...data },
    },
  })

const issueOf = ({ issue }: Made) =>
  world.app.db.issue.findUniqueOrThrow({ where: { id: issue.id } })

const changeIssue = ({ issue }: Made, data: object) =>
  world.app.db.issue.update({ where: { id: issue.id }, data })

const stateOf = async ({ id }: { id: string }) =>
  (await world.app.db.pledge.findUniqueOrThrow({ where: { id } })).state

const emit = (name: 'issue.closed' | 'issue.reopened', { issue }: Made) =>
  world.app.ctx.transaction((tx) => tx.emit(name, { issueId: issue.id }))

const afterCreation = async (made: Made, row: { id: string }) => {
  const pledge = await world.app.db.pledge.findUniqueOrThrow({ where: { id: row.id } })
  const issue = await issueOf(made)
  await world.app.ctx.transaction((tx) => pledges.afterCreation(tx, pledge, issue))
}

/** How many wait for something that another transaction holds. */
const waitingForLocks = async () => {
  const [row] = await world.app.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`
  return row?.count ?? 0
}

const markPending = ({ issue }: Made) =>
  world.app.ctx.transaction((tx) => pledges.markPending(tx, issue.id))

const invoiceJobs = async () => {
  const rows = await world.app.db.$queryRaw<{ pledge: string }[]>`
    SELECT data->'payload'->>'pledgeId' AS pledge FROM pgboss.job WHERE name = 'pledge.send_invoice'`
  return rows.map(({ pledge }) => pledge)
}

describe('a new pledge', () => {
  test('on an open issue: it counts, and that is all', async () => {
    const made = await world.issue()
    await afterCreation(made, await rowOn(made))
    expect(told).toEqual(['created'])
    expect(await issueOf(made)).toMatchObject({
      pledgedAmountSum: 1_000n,
      needsConfirmationSolved: false,
    })
  })

  test('on a closed issue: its maintainers are asked, the first time', async () => {
    const made = await world.issue()
    await changeIssue(made, { state: 'CLOSED' })
    await afterCreation(made, await rowOn(made))
    expect(told).toEqual(['created', 'needs_confirmation'])
    await afterCreation(made, await rowOn(made))
    expect(told).toEqual(['created', 'needs_confirmation', 'created'])
    expect(await issueOf(made)).toMatchObject({
      pledgedAmountSum: 2_000n,
      needsConfirmationSolved: true,
    })
  })

  test('on a solved issue: it can be paid out after a window of its own', async () => {
    const made = await world.issue()
    await changeIssue(made, { state: 'CLOSED', confirmedSolvedAt: new Date() })
    const { id } = await world.paidFor(made.issue.id)
    await world.settled()
    expect(told).toEqual(['created', 'updated', 'pending', 'pledges_pending'])
    const { state, scheduledPayoutAt } = await world.rowOf(id)
    expect(state).toBe('PENDING')
    const seconds = ((scheduledPayoutAt?.getTime() ?? 0) - Date.now()) / 1_000
    expect(seconds).toBeGreaterThan(3_500)
    expect(seconds).toBeLessThanOrEqual(3_600)
    expect(await issueOf(made)).toMatchObject({ needsConfirmationSolved: false })
  })

  test('of an organization: its admins are told', async () => {
    const made = await world.issue()
    const payer = await createOrganization(world.app.db)
    const pledge = { type: 'PAY_ON_COMPLETION', byOrganizationId: payer.id }
    await afterCreation(made, await rowOn(made, pledge))
    expect(told).toEqual(['created', 'made_for_organization'])
  })
})

describe('when an issue is solved', () => {
  test('what is paid is pending, what is promised gets its invoice, all else stays', async () => {
    const made = await world.issue()
    const paid = await rowOn(made)
    const others = await Promise.all(
      (['INITIATED', 'PENDING', 'REFUNDED', 'DISPUTED', 'CHARGE_DISPUTED'] as const).map((state) =>
        rowOn(made, { state }),
      ),
    )
    const promised = { type: 'PAY_ON_COMPLETION' }
    const onCompletion = await rowOn(made, promised)
    await rowOn(made, { ...promised, invoiceId: `in_${made.issue.id}` })
    await rowOn(made, { ...promised, state: 'DISPUTED' })

    const before = await invoiceJobs()
    await markPending(made)
    expect(told).toEqual(['updated', 'pending', 'pledges_pending'])
    expect(await stateOf(paid)).toBe('PENDING')
    expect(await stateOf(onCompletion)).toBe('CREATED')
    for (const other of others) expect(await stateOf(other)).toBe(other.state)
    const sent = (await invoiceJobs()).filter((id) => !before.includes(id))
    expect(sent).toEqual([onCompletion.id])
  })

  test('again changes nothing', async () => {
    const made = await world.issue()
    const { id } = await rowOn(made)
    await markPending(made)
    const before = await world.app.db.pledge.findUnique({ where: { id } })
    await markPending(made)
    expect(await world.app.db.pledge.findUnique({ where: { id } })).toEqual(before)
    expect(told).toEqual(['updated', 'pending', 'pledges_pending'])
  })
})

describe('an issue that is closed', () => {
  test.each([
    ['CREATED', true],
    ['PENDING', true],
    ['DISPUTED', true],
    ['INITIATED', false],
    ['REFUNDED', false],
    ['CHARGE_DISPUTED', false],
  ])('with a pledge that is %s: maintainers are asked: %s', async (state, isAsked) => {
    const made = await world.issue()
    await rowOn(made, { state })
    await emit('issue.closed', made)
    await emit('issue.closed', made)
    expect(told).toEqual(isAsked ? ['needs_confirmation'] : [])
    expect(await issueOf(made)).toMatchObject({ needsConfirmationSolved: isAsked })
    await emit('issue.reopened', made)
    expect(await issueOf(made)).toMatchObject({ needsConfirmationSolved: false })
  })

  test('after it was solved, or opened again: nothing changes', async () => {
    const made = await world.issue()
    await rowOn(made)
    await changeIssue(made, { confirmedSolvedAt: new Date() })
    await emit('issue.closed', made)
    expect(told).toEqual([])
    await changeIssue(made, { needsConfirmationSolved: true })
    await emit('issue.reopened', made)
    expect(await issueOf(made)).toMatchObject({ needsConfirmationSolved: true })
  })
})

test('pledges follow an issue to another place, and so does what they sum to', async () => {
  const made = await world.issue()
  const pledge = await rowOn(made)
  await rowOn(made, { state: 'REFUNDED' })
  await afterCreation(made, pledge)
  const organization = await createOrganization(world.app.db)
  const place = { organizationId: organization.id }
  const repository = await createRepository(world.app.db, place)
  const to = await createIssue(world.app.db, { ...place, repositoryId: repository.id, number: 1 })
  await rowOn({ issue: to, organization, repository })
  await world.app.ctx.transaction((tx) =>
    tx.emit('issue.transferred', { fromIssueId: made.issue.id, toIssueId: to.id }),
  )
  expect(await world.app.db.pledge.findUnique({ where: { id: pledge.id } })).toMatchObject({
    ...{ issueId: to.id, repositoryId: repository.id, organizationId: organization.id },
  })
  expect(await issueOf(made)).toMatchObject({ pledgedAmountSum: 0n })
  expect(await issueOf({ issue: to, organization, repository })).toMatchObject({
    pledgedAmountSum: 2_000n,
  })
})

test('a payment that comes in while its issue is transferred is a pledge where that is now', async () => {
  const made = await world.issue()
  const { organizationId, repositoryId } = made.issue
  const to = await createIssue(world.app.db, { organizationId, repositoryId, number: 2 })
  const { id } = await world.paidFor(made.issue.id)
  await world.settled()
  const before = await world.rowOf(id)
  world.stripe.control.changeWebhooks({ isPaused: true })
  const later = await world.paidFor(made.issue.id)
  await world.app.ctx.transaction(async (tx) => {
    const from = await tx.db.issue.update({
      where: { id: made.issue.id },
      data: { deletedAt: new Date() },
    })
    const pledge = world.pledge(later.id)
    await expect.poll(waitingForLocks, { timeout: 5_000 }).toBeGreaterThan(0)
    await issues.transfer(tx, from, to)
    return { pledge }
  })
  world.stripe.control.changeWebhooks({ isPaused: false })
  await world.settled()
  expect((await world.rowOf(before.paymentId ?? '')).issueId).toBe(to.id)
  expect((await world.rowOf(later.id)).issueId).toBe(to.id)
})

test('pledges follow a repository to another organization', async () => {
  const made = await world.issue()
  const pledge = await rowOn(made)
  const { id: organizationId } = await createOrganization(world.app.db)
  await world.app.ctx.transaction((tx) =>
    tx.emit('repository.moved', { repositoryId: made.repository.id, organizationId }),
  )
  const moved = await world.app.db.pledge.findUnique({ where: { id: pledge.id } })
  expect(moved).toMatchObject({ organizationId })
})

test('a pledge that is made while its repository moves belongs to the new organization too', async () => {
  const made = await world.issue()
  const { headers } = await world.person()
  const { id: organizationId } = await createOrganization(world.app.db)
  const pledging = await world.app.ctx.transaction(async (tx) => {
    await tx.emit('repository.moved', { repositoryId: made.repository.id, organizationId })
    const answer = world.mutate(
      `mutation ($input: CreatePledgeOnCompletionInput!) {
        createPledgeOnCompletion(input: $input) { __typename }
      }`,
      { issueId: encodeId('Issue', made.issue.id), amount: usd(5_000) },
      headers,
    )
    await expect.poll(waitingForLocks).toBe(1)
    return { answer }
  })
  expect(await pledging.answer).toEqual({ __typename: 'CreatePledgeOnCompletionPayload' })
  const { id: issueId } = made.issue
  expect(await world.app.db.pledge.findMany({ where: { issueId } })).toMatchObject([
    { organizationId },
  ])
})

test('the address of who deletes their account is forgotten; the pledge stays', async () => {
  const made = await world.issue()
  const { user, headers } = await world.person()
  const { id } = await world.paidFor(made.issue.id, {}, headers)
  await world.settled()
  await world.app.query(
    `mutation ($email: String!) { deleteAccount(input: { confirmEmail: $email }) { __typename } }`,
    { email: user.email },
    headers,
  )
  expect(await world.rowOf(id)).toMatchObject({ email: null, byUserId: user.id, state: 'CREATED' })
})
