import { randomUUID } from 'node:crypto'
import type {
  PayoutAccountStatus,
  PayoutAccountType,
  PledgeType,
} from '#generated/prisma/client.ts'
import * as issues from '#issue/service.ts'
import * as ledger from '#ledger/service.ts'
import { encodeId } from '#lib/ids.ts'
import * as pledges from '#pledge/service.ts'
import type { TestApp } from './app.ts'
import { createDemo, createMembership, createUser } from './demo.ts'

/** An issue of an organization with an admin who is signed in. */
export const createFundedPlace = async (app: TestApp, options: { isPrivate?: boolean } = {}) => {
  const [place] = await createDemo(app.db, options)
  if (!place) throw new Error('no demo')
  const admin = await createUser(app.db)
  await createMembership(app.db, {
    userId: admin.id,
    organizationId: place.organization.id,
    isAdmin: true,
  })
  const { cookie } = await app.signIn(admin.id)
  return { ...place, admin, asAdmin: { cookie } }
}

export type FundedPlace = Awaited<ReturnType<typeof createFundedPlace>>

type PledgeOptions = {
  amount?: bigint
  byUserId?: string
  isAnonymous?: boolean
  type?: PledgeType
}

/** A pledge of 10000 cents, unless told otherwise, that is paid, or promised on completion. */
export const createPledge = (app: TestApp, place: FundedPlace, options: PledgeOptions = {}) =>
  app.ctx.transaction(async (tx) => {
    const { amount = 10_000n, type = 'PAY_UPFRONT' } = options
    const issue = await issues.lockFunding(tx, place.issue.id)
    if (!issue) throw new Error('no issue')
    const { id: issueId, repositoryId, organizationId } = issue
    const pledge = await tx.db.pledge.create({
      data: { ...options, type, amount, issueId, repositoryId, organizationId, state: 'CREATED' },
    })
    if (type === 'PAY_UPFRONT') {
      await ledger.payment(tx, {
        ...{ key: `payment/${pledge.id}`, currency: 'usd', amount, fee: 320n },
        causes: { pledgeId: pledge.id, chargeId: `ch_${randomUUID()}` },
      })
    }
    await pledges.afterCreation(tx, pledge, issue)
    return pledge
  })

type AccountOptions = {
  userId?: string
  organizationId?: string
  adminId?: string
  status?: PayoutAccountStatus
  type?: PayoutAccountType
}

/** An account that can receive money, unless told otherwise. */
export const createPayoutAccount = async ({ db }: TestApp, options: AccountOptions) => {
  const { type = 'STRIPE', status = 'ACTIVE' } = options
  const name = randomUUID()
  return db.payoutAccount.create({
    data: {
      ...{ ...options, type, status },
      ...(type === 'STRIPE' ? { stripeId: `acct_${name}` } : { openCollectiveSlug: name }),
      adminId: options.adminId ?? options.userId ?? (await createUser(db)).id,
    },
  })
}

/** As if the time to object were over. */
export const endWindow = ({ db }: TestApp, pledgeId: string) =>
  db.pledge.update({
    where: { id: pledgeId },
    data: { scheduledPayoutAt: new Date(Date.now() - 60_000) },
  })

type Split = { share: number; githubLogin?: string; organizationId?: string }

/** Splits as a client gives them: the ids of organizations are those of rows. */
export const asInput = (splits: Split[]) =>
  splits.map(({ organizationId, ...split }) => ({
    ...split,
    ...(organizationId && { organizationId: encodeId('Organization', organizationId) }),
  }))

const confirmMutation = `mutation ($input: ConfirmIssueSolvedInput!) {
  confirmIssueSolved(input: $input) {
    __typename
    ... on Error { message code path }
    ... on ConfirmIssueSolvedPayload {
      issue {
        needsConfirmationSolved
        rewards { nodes { share isReceiverKnown receiver { isOrganization name login avatarUrl } } }
      }
    }
  }
}`

export type ConfirmAnswer = {
  __typename: string
  code?: string
  path?: string[]
  issue?: { needsConfirmationSolved: boolean; rewards: { nodes: object[] } }
}

/** Confirms an issue as its admin does, or as somebody else. */
export const confirm = async (
  app: TestApp,
  place: FundedPlace,
  splits: Split[],
  options: { headers?: Record<string, string>; idempotencyKey?: string } = {},
) => {
  const { headers = place.asAdmin, idempotencyKey } = options
  const input = {
    issueId: encodeId('Issue', place.issue.id),
    splits: asInput(splits),
    idempotencyKey,
  }
  const { data, errors } = await app.query<{ confirmIssueSolved: ConfirmAnswer }, object>(
    confirmMutation,
    { input },
    headers,
  )
  return { answer: data?.confirmIssueSolved, code: errors?.[0]?.extensions.code }
}
