import type { Ctx } from '#context.ts'
import type { Organization } from '#generated/prisma/client.ts'
import { OrganizationNotFound } from '#organization/errors.ts'
import * as organizations from '#organization/service.ts'
import * as stripe from '#stripe/service.ts'
import * as users from '#user/service.ts'
import { BillingEmailMissing } from '../errors.ts'

type Payer = { kind: 'user' | 'organization'; id: string; email: string; name: string }

/**
 * A new customer at Stripe. The request under the idempotency key never changes: who comes again
 * after a crash gets the same customer, whatever the address is by then.
 */
const make = async (ctx: Ctx, { kind, id, email, name }: Payer): Promise<string> => {
  const { customers } = stripe.of(ctx)
  const customer = await customers.create(
    { metadata: { [`${kind}_id`]: id } },
    { idempotencyKey: `customer/${kind}/${id}` },
  )
  await customers.update(customer.id, { email, name })
  return customer.id
}

/**
 * The Stripe customer of a person, made when it is first needed; of several at once one is made.
 * Throws Stripe's own errors: wrap it in `stripe.orRefused` or `stripe.orLater`.
 */
export const ofUser = async (ctx: Ctx, userId: string): Promise<string> => {
  const { id, stripeCustomerId, email, name, login } = await users.get(ctx, userId)
  if (stripeCustomerId) return stripeCustomerId
  const made = await make(ctx, { kind: 'user', id, email, name: name || login || '' })
  return ctx.transaction((tx) => users.keepCustomer(tx, id, made))
}

/** The organization, if it can pay. Throws OrganizationNotFound, BillingEmailMissing. */
const paying = async (
  ctx: Ctx,
  organizationId: string,
): Promise<Organization & { billingEmail: string }> => {
  const organization = await organizations.findById(ctx, organizationId)
  if (!organization) throw new OrganizationNotFound()
  const { billingEmail } = organization
  if (!billingEmail) throw new BillingEmailMissing()
  return { ...organization, billingEmail }
}

/**
 * The Stripe customer of an organization, as `ofUser`. Throws OrganizationNotFound and
 * BillingEmailMissing too.
 */
export const ofOrganization = async (ctx: Ctx, organizationId: string): Promise<string> => {
  const { id, stripeCustomerId, billingEmail, name, login } = await paying(ctx, organizationId)
  if (stripeCustomerId) return stripeCustomerId
  const made = await make(ctx, {
    ...{ kind: 'organization', id, email: billingEmail },
    name: name || login,
  })
  return ctx.transaction((tx) => organizations.keepCustomer(tx, id, made))
}

/**
 * The Stripe customer of an organization, to whom invoices go where the organization wants them
 * now: before one is sent. Throws as `ofOrganization`.
 */
export const syncEmail = async (ctx: Ctx, organizationId: string): Promise<string> => {
  const { billingEmail: email } = await paying(ctx, organizationId)
  const id = await ofOrganization(ctx, organizationId)
  const { customers } = stripe.of(ctx)
  const customer = await customers.retrieve(id)
  if (!customer.deleted && customer.email !== email) await customers.update(id, { email })
  return id
}
