import type Stripe from 'stripe'
import type { Ctx } from '#context.ts'
import * as customers from '#customer/service.ts'
import type { Organization } from '#generated/prisma/client.ts'
import { IssueNotFound } from '#issue/errors.ts'
import { OperationChanged, onceWithLease } from '#lib/idempotency.ts'
import { countUse } from '#lib/rate-limits.ts'
import { safeReturnAddress } from '#lib/return-address.ts'
import { belongsTo, personOf } from '#lib/viewer.ts'
import * as stripe from '#stripe/service.ts'
import * as users from '#user/service.ts'
import {
  EmailRequired,
  NotAnOrganizationMember,
  PaymentIntentNotFound,
  PaymentIntentNotUpdatable,
  PledgeTooLarge,
  PledgeTooSmall,
} from '../errors.ts'
import * as policy from '../policy.ts'
import { parseMetadata, writeMetadata } from './metadata.ts'
import { intentBy, markOf } from './operation.ts'
import { type Claim, ownIntent, paymentIntentOf } from './own-intent.ts'
import { knownType } from './reconcile.ts'

/** Cents that Stripe takes at once in US dollars ("Supported currencies": minimum and maximum). */
const least = 50n
const most = 99_999_999n

/** What a client says of a payment. `amount` is cents. */
export type Details = {
  amount: bigint
  email?: string | null
  setupFutureUsage?: 'on_session' | null
  onBehalfOfOrganizationId?: string | null
  isAnonymous?: boolean | null
  idempotencyKey?: string | null
}

/** Throws PledgeTooSmall or PledgeTooLarge. Cents. */
export const checkAmount = (amount: bigint, organization: Organization): void => {
  const { pledgeMinimumAmount: wanted } = organization
  const minimum = wanted > least ? wanted : least
  if (amount < minimum) throw new PledgeTooSmall(minimum)
  if (amount > most) throw new PledgeTooLarge(most)
}

const issueOf = async (ctx: Ctx, where: object) => {
  const issue = await ctx.db.issue.findFirst({
    where,
    include: { organization: true, repository: true },
  })
  if (!issue) throw new IssueNotFound()
  return issue
}

type PlacedIssue = Awaited<ReturnType<typeof issueOf>>

/** Where the receipt goes: one's own address, or the given one of who is not signed in. */
const addressOf = async ({ viewer, db }: Ctx, email: string | null | undefined) => {
  if (viewer.kind !== 'user') {
    if (!email) throw new EmailRequired()
    return users.parseEmail(email)
  }
  const user = await db.user.findUniqueOrThrow({ where: { id: viewer.userId } })
  return user.email
}

const checkCredit = (ctx: Ctx, organizationId: string | null | undefined) => {
  if (!organizationId) return
  personOf(ctx)
  if (!belongsTo(ctx.viewer, 'pledges:write', organizationId)) throw new NotAnOrganizationMember()
}

/** What Stripe is told of a payment: all of it, whether it is new or changed. */
const paramsOf = async (ctx: Ctx, details: Details, issue: PlacedIssue) => {
  checkAmount(details.amount, issue.organization)
  checkCredit(ctx, details.onBehalfOfOrganizationId)
  const email = await addressOf(ctx, details.email)
  const userId = ctx.viewer.kind === 'user' ? ctx.viewer.userId : null
  const customer = userId && (await stripe.orRefused(customers.ofUser(ctx, userId)))
  const metadata = writeMetadata({
    issueId: issue.id,
    issueTitle: issue.title,
    userId,
    onBehalfOfOrganizationId: details.onBehalfOfOrganizationId ?? null,
    anonymousEmail: userId ? null : email,
    isAnonymous: details.isAnonymous ?? false,
  })
  return {
    ...{ amount: Number(details.amount), receipt_email: email, metadata },
    ...(customer && { customer }),
  }
}

/** A card to pay with at once. */
type Card = { paymentMethodId?: string | null; returnTo?: string | null }

const paidWith = async (ctx: Ctx, { paymentMethodId, returnTo }: Card) => {
  if (!paymentMethodId) return {}
  await countUse(ctx, 'pledge.pay')
  const return_url = safeReturnAddress(returnTo, ctx.sites)
  return { confirm: true, payment_method: paymentMethodId, return_url }
}

/** Whether Stripe waits for a card: an intent in another state is paid, given up, or under way. */
const isOpen = (status: Stripe.PaymentIntent.Status): boolean =>
  status === 'requires_payment_method' || status === 'requires_confirmation'

type Created = { paymentIntentId: string }

/** Has Stripe make an intent, or finds what an earlier try of the same operation has made. */
const beginOnce = async (
  ctx: Ctx,
  operationId: string,
  { metadata, ...params }: Stripe.PaymentIntentCreateParams & { customer?: string },
): Promise<Created> => {
  const marked = { ...params, metadata: { ...(metadata || {}), ...markOf(operationId) } }
  const key = { idempotencyKey: `pledge-intent/${operationId}` }
  try {
    const { id } = await stripe.orRefused(stripe.of(ctx).paymentIntents.create(marked, key))
    return { paymentIntentId: id }
  } catch (error) {
    // The issue has another title than in the first try, or its payer another address.
    if (!(error instanceof OperationChanged)) throw error
    const made = await intentBy(ctx, operationId, params.customer ?? null)
    if (!made) throw error
    return { paymentIntentId: made.id }
  }
}

/**
 * Has Stripe make a payment intent for a pledge on an issue that the viewer may see, paid at once if
 * they name a card. The receipt goes to the viewer's own address. Throws IssueNotFound,
 * PledgeTooSmall, PledgeTooLarge, EmailRequired, InvalidEmailAddress, NotAnOrganizationMember,
 * UnsafeReturnAddress, RateLimited, StripeRefused, StripeUnavailable, IdempotencyConflict.
 */
export const createPaymentIntent = async (
  ctx: Ctx,
  input: Details & Card & { issueId: string },
): Promise<Stripe.PaymentIntent> => {
  await countUse(ctx, 'pledge.intent')
  const payment = await paidWith(ctx, input)
  const request = { mutation: 'createPledgePaymentIntent', key: input.idempotencyKey, input }
  const { paymentIntentId } = await onceWithLease<Created>(ctx, request, async (operationId) => {
    const readable = { AND: [policy.issueReadable(ctx.viewer), { id: input.issueId }] }
    const issue = await issueOf(ctx, readable)
    const { organization, repository } = issue
    const params = await paramsOf(ctx, input, issue)
    return beginOnce(ctx, operationId, {
      ...{ ...params, ...payment },
      currency: 'usd',
      transfer_group: issue.id,
      description: `${organization.login}/${repository.name}#${issue.number}`,
      ...(input.setupFutureUsage && { setup_future_usage: input.setupFutureUsage }),
    })
  })
  return stripe.orRefused(stripe.of(ctx).paymentIntents.retrieve(paymentIntentId))
}

const change = async (
  ctx: Ctx,
  { paymentIntentId, clientSecret, ...details }: Details & Claim,
  operationId: string,
) => {
  const { status, metadata } = await ownIntent(ctx, { paymentIntentId, clientSecret })
  const { issueId } = parseMetadata(metadata)
  if (!issueId) throw new PaymentIntentNotFound()
  if (!isOpen(status) || (await knownType(ctx, paymentIntentId))) {
    throw new PaymentIntentNotUpdatable()
  }
  const issue = await issueOf(ctx, { AND: [policy.issueReadable(ctx.viewer), { id: issueId }] })
  const params = await paramsOf(ctx, details, issue)
  await stripe.orRefused(
    stripe
      .of(ctx)
      .paymentIntents.update(
        paymentIntentId,
        { ...params, setup_future_usage: details.setupFutureUsage ?? '' },
        { idempotencyKey: `pledge-intent-change/${operationId}` },
      ),
  )
  return { paymentIntentId }
}

/**
 * Changes all that a client says of a payment, as long as there is no pledge for it and it is not
 * paid: what is left out is taken away. For who began it; for whoever has its client secret, if nobody
 * was signed in then. Throws PaymentIntentNotFound, PaymentIntentNotUpdatable and what
 * `createPaymentIntent` throws.
 */
export const updatePaymentIntent = async (
  ctx: Ctx,
  input: Details & Claim,
): Promise<Stripe.PaymentIntent> => {
  await countUse(ctx, 'pledge.intent')
  const { paymentIntentId, clientSecret: secret } = input
  const request = {
    ...{ mutation: 'updatePledgePaymentIntent', key: input.idempotencyKey, input },
    secret,
  }
  await onceWithLease(ctx, request, (operationId) => change(ctx, input, operationId))
  return paymentIntentOf(ctx, paymentIntentId)
}
