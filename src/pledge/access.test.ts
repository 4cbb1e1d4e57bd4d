import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Prisma } from '#generated/prisma/client.ts'
import { encodeId } from '#lib/ids.ts'
import * as tokens from '#token/service.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createPledge, createStage, type Stage } from '../../test/backing.ts'
import { createMembership, createUser } from '../../test/demo.ts'

let app: TestApp
let stage: Stage

beforeAll(async () => {
  app = await startTestApp({ worker: false, settings: { STAFF: 'boss' } })
  stage = await createStage(app.db, { isPrivate: true })
})
afterAll(() => app.stop())

type Pledge = Record<string, unknown> | null

const fields = `id issue { number } backer { name login } refundedAt scheduledPayoutAt
  hostedInvoiceUrl createdBy { login } disputeReason disputedAt paymentId email viewerCanDispute`

const headersOf = async (user: { id: string } | null): Promise<Record<string, string>> =>
  user ? { cookie: (await app.signIn(user.id)).cookie } : {}

/** A pledge as a person sees it. */
const seenBy = async (user: { id: string } | null, { id }: { id: string }) => {
  const { data } = await app.query<{ node: Pledge }, object>(
    `{ node(id: "${encodeId('Pledge', id)}") { ... on Pledge { ${fields} } } }`,
    {},
    await headersOf(user),
  )
  return data?.node ?? null
}

/** Which of the fields that not everybody sees somebody does. */
const openTo = async (user: { id: string } | null, pledge: { id: string }) => {
  const seen = await seenBy(user, pledge)
  const masked = [
    ...['issue', 'refundedAt', 'scheduledPayoutAt', 'hostedInvoiceUrl', 'createdBy'],
    ...['disputeReason', 'paymentId', 'email'],
  ]
  return seen && masked.filter((name) => seen[name] !== null)
}

const eventful: Partial<Prisma.PledgeUncheckedCreateInput> = {
  refundedAt: new Date(),
  scheduledPayoutAt: new Date(),
  disputedAt: new Date(),
  disputeReason: 'It still does not fly',
  hostedInvoiceUrl: 'https://invoice.example',
  email: 'backer@example.com',
}

describe('who sees what of a pledge', () => {
  test('that an organization pays', async () => {
    const { backer, backerMember } = stage
    const pledge = await createPledge(app.db, stage.issue, {
      ...{ byOrganizationId: backer.id, createdById: backerMember.id, paymentId: 'pi_1' },
      ...eventful,
    })
    const sees = (user: { id: string } | null) => openTo(user, pledge)
    expect(await sees(null)).toBeNull()
    expect(await sees(stage.stranger)).toBeNull()
    expect(await sees(backerMember)).toEqual(['createdBy'])
    expect(await sees(stage.backerAdmin)).toEqual([
      ...['refundedAt', 'hostedInvoiceUrl', 'createdBy', 'disputeReason'],
    ])
    expect(await sees(stage.receiverMember)).toEqual(['issue'])
    expect(await sees(stage.receiverAdmin)).toEqual([
      ...['issue', 'refundedAt', 'scheduledPayoutAt', 'disputeReason'],
    ])
    const staff = await createUser(app.db, { login: 'boss' })
    expect(await sees(staff)).toEqual([
      ...['refundedAt', 'scheduledPayoutAt', 'hostedInvoiceUrl', 'createdBy', 'disputeReason'],
      ...['paymentId', 'email'],
    ])
  })

  test('that a person pays on behalf of an organization', async () => {
    const { backer, stranger: payer } = stage
    const pledge = await createPledge(app.db, stage.issue, {
      ...{ byUserId: payer.id, onBehalfOfOrganizationId: backer.id, createdById: payer.id },
      ...eventful,
    })
    expect(await openTo(payer, pledge)).toEqual([
      ...['refundedAt', 'hostedInvoiceUrl', 'createdBy', 'disputeReason'],
    ])
    expect(await openTo(stage.backerAdmin, pledge)).toBeNull()
    expect(await openTo(stage.receiverMember, pledge)).toEqual(['issue'])
    expect((await seenBy(stage.receiverMember, pledge))?.backer).toEqual({
      name: backer.login,
      login: backer.login,
    })
  })

  test('nobody sees one that is not paid', async () => {
    const { stranger, receiverAdmin } = stage
    const pledge = await createPledge(app.db, stage.issue, {
      ...{ state: 'INITIATED', byUserId: stranger.id },
    })
    expect(await seenBy(stranger, pledge)).toBeNull()
    expect(await seenBy(receiverAdmin, pledge)).toBeNull()
  })

  test('who has left the organization sees none', async () => {
    const left = await createUser(app.db)
    const organizationId = stage.receiver.id
    await createMembership(app.db, { userId: left.id, organizationId, deletedAt: new Date() })
    const pledge = await createPledge(app.db, stage.issue)
    expect(await seenBy(left, pledge)).toBeNull()
    expect(await seenBy(stage.receiverMember, pledge)).not.toBeNull()
  })

  test('a token needs the scope', async () => {
    const pledge = await createPledge(app.db, stage.issue, { byUserId: stage.stranger.id })
    const expiresAt = new Date(Date.now() + 60_000)
    const seenWith = async (scopes: Parameters<typeof tokens.create>[2]['scopes']) => {
      const made = await tokens.create(app.ctx, stage.stranger.id, { name: 'x', scopes, expiresAt })
      const { data } = await app.query<{ node: Pledge }, object>(
        `{ node(id: "${encodeId('Pledge', pledge.id)}") { id } }`,
        {},
        { authorization: `Bearer ${made.token}` },
      )
      return data?.node
    }
    expect(await seenWith(['issues:read'])).toBeNull()
    expect(await seenWith(['pledges:read'])).toMatchObject({ id: expect.any(String) })
  })
})

describe('whose name it bears', () => {
  const nameOf = async (data: Partial<Prisma.PledgeUncheckedCreateInput>, as: { id: string }) =>
    (await seenBy(as, await createPledge(app.db, stage.issue, data)))?.backer

  test('an organization that pays, if nobody else is named', async () => {
    const { login } = stage.backer
    expect(await nameOf({ byOrganizationId: stage.backer.id }, stage.receiverMember)).toEqual({
      ...{ name: login, login },
    })
    expect(await nameOf({}, stage.receiverMember)).toBeNull()
  })

  test('never an e-mail address', async () => {
    const user = await createUser(app.db, { login: null, email: 'secret@example.com' })
    const pledge = await createPledge(app.db, stage.issue, { byUserId: user.id })
    const seen = await seenBy(stage.receiverAdmin, pledge)
    expect(seen?.backer).toEqual({ name: null, login: null })
    expect(JSON.stringify(seen)).not.toContain('secret')
  })

  test('nobody’s, where the payer wants it so, but for their own side', async () => {
    const { backer } = stage
    const data = { byOrganizationId: backer.id, isAnonymous: true }
    expect(await nameOf(data, stage.receiverAdmin)).toBeNull()
    expect(await nameOf(data, stage.backerMember)).toMatchObject({ login: backer.login })
  })
})

test('the payer changes their mind about being seen', async () => {
  const { stranger: payer, receiverAdmin } = stage
  const pledge = await createPledge(app.db, stage.issue, { byUserId: payer.id })
  const hide = async (user: { id: string }) => {
    const input = { pledgeId: encodeId('Pledge', pledge.id), isAnonymous: true }
    const { data } = await app.query<{ updatePledge: object }, object>(
      `mutation ($input: UpdatePledgeInput!) { updatePledge(input: $input) {
        ... on UpdatePledgePayload { pledge { isAnonymous } } ... on Error { code } } }`,
      { input },
      await headersOf(user),
    )
    return data?.updatePledge
  }
  expect(await hide(stage.backerAdmin)).toEqual({ code: 'NOT_FOUND' })
  expect(await hide(receiverAdmin)).toEqual({ code: 'FORBIDDEN' })
  expect(await hide(payer)).toEqual({ pledge: { isAnonymous: true } })
  expect((await seenBy(receiverAdmin, pledge))?.backer).toBeNull()
})
