import type { Ctx } from '#context.ts'
import { createOutsideLoader } from '#lib/outside-loader.ts'
import { safeReturnAddress } from '#lib/return-address.ts'
import { personOf } from '#lib/viewer.ts'
import { NotAnOrganizationAdmin, OrganizationNotFound } from '#organization/errors.ts'
import * as organizations from '#organization/service.ts'
import * as stripe from '#stripe/service.ts'
import * as policy from '../policy.ts'
import { ofOrganization, ofUser } from './customer.ts'

const managed = async (ctx: Ctx, organizationId: string): Promise<string> => {
  const organization = await organizations.findById(ctx, organizationId)
  if (!organization || organization.deletedAt) throw new OrganizationNotFound()
  if (!policy.canManage(ctx.viewer, organizationId)) throw new NotAnOrganizationAdmin()
  return organizationId
}

type Portal = { organizationId: string | null; returnTo: string | null }

/**
 * Where the viewer, or an organization that they administer, sees their invoices and cards at
 * Stripe ("Customer portal"). Throws UnsafeReturnAddress, OrganizationNotFound,
 * NotAnOrganizationAdmin, BillingEmailMissing, StripeUnavailable, StripeRefused.
 */
export const portalUrl = async (
  ctx: Ctx,
  { organizationId, returnTo }: Portal,
): Promise<string> => {
  const address = safeReturnAddress(returnTo, ctx.sites)
  const payer = organizationId
    ? ofOrganization(ctx, await managed(ctx, organizationId))
    : ofUser(ctx, personOf(ctx).userId)
  const customer = await stripe.orRefused(payer)
  const { url } = await stripe.orRefused(
    stripe.of(ctx).billingPortal.sessions.create({ customer, return_url: address }),
  )
  return url
}

/** Stripe tells of one customer at a time ("Retrieve a customer"). */
const loadCredit = createOutsideLoader<Ctx, bigint>(
  async (ctx, stripeCustomerId) => {
    const customer = await stripe.orRefused(stripe.of(ctx).customers.retrieve(stripeCustomerId))
    return customer.deleted ? 0n : BigInt(-customer.balance)
  },
  { most: 20, atOnce: 5 },
)

/**
 * Cents that a customer has to its credit; below zero what it owes. Stripe counts the other way
 * round ("Customer credit balance"). Throws StripeUnavailable, StripeRefused, and
 * OPERATION_TOO_COMPLEX for more than 20 customers in one operation.
 */
export const creditOf = async (ctx: Ctx, stripeCustomerId: string | null): Promise<bigint> =>
  stripeCustomerId ? loadCredit(ctx, stripeCustomerId) : 0n
