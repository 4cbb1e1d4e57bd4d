import type { Ctx } from '#context.ts'
import type { Organization } from '#generated/prisma/client.ts'
import { OrganizationNotFound } from '#organization/errors.ts'
import * as organizations from '#organization/service.ts'
import * as stripe from '#stripe/service.ts'
import * as users from '#user/service.ts'
import { BillingEmailMissing } from '../errors.ts'

type Payer = {
  kind: 'user' | 'organization'
  id: string
  email: string
  name: string
  /** The customer that they had, who was deleted at Stripe. */
  gone: string | null
}

/** The customer, or null where Stripe has none with this id any more ("Retrieve a customer"). */
const livingCustomer = async (ctx: Ctx, id: string | null) => {
  if (id === null) return null
  const customer = await stripe.orNull(stripe.of(ctx).customers.retrieve(id))
  return customer && !customer.deleted ? customer : null
}

/**
 * A new customer at Stripe. The request under the idempotency key never changes: who comes again
 * after a crash gets the same customer, whatever the address is by then.
 */
const make = async (ctx: Ctx, { kind, id, email, name, gone }: Payer): Promise<string> => {
  const { customers } = stripe.of(ctx)
  const customer = await customers.create(
    { metadata: { [`${kind}_id`]: id } },
    { idempotencyKey: `customer/${kind}/${id}${gone === null ? '' : `/after/${gone}`}` },
  )
  await customers.update(customer.id, { email, name })
  return customer.id
}

/**
 * The Stripe customer of a person, made when it is first needed, and again when it was deleted at
 * Stripe; of several at once one is made.
 * Throws Stripe's own errors: wrap it in `stripe.orRefused` or `stripe.orLater`.
 */
export const ofUser = async (ctx: Ctx, userId: string): Promise<string> => {
  const { id, stripeCustomerId: gone, email, name, login } = await users.get(ctx, userId)
  const living = await livingCustomer(ctx, gone)
  if (living) return living.id
  const made = await make(ctx, { kind: 'user', id, email, name: name || login || '', gone })
  return ctx.transaction((tx) => users.keepCustomer(tx, { id, gone, made }))
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

const makeForOrganization = async (ctx: Ctx, organizationId: string): Promise<string> => {
  const { id, stripeCustomerId: gone, ...facts } = await paying(ctx, organizationId)
  const made = await make(ctx, {
    ...{ kind: 'organization', id, gone, email: facts.billingEmail },
    name: facts.name || facts.login,
  })
  return ctx.transaction((tx) => organizations.keepCustomer(tx, { id, gone, made }))
}

/**
 * The Stripe customer of an organization, as `ofUser`. Throws OrganizationNotFound and
 * BillingEmailMissing too.
 */
export const ofOrganization = async (ctx: Ctx, organizationId: string): Promise<string> => {
  const { stripeCustomerId } = await paying(ctx, organizationId)
  const living = await livingCustomer(ctx, stripeCustomerId)
  return living ? living.id : makeForOrganization(ctx, organizationId)
}

/**
 * The Stripe customer of an organization, to whom invoices go where the organization wants them
 * now: before one is sent. Throws as `ofOrganization`.
 */
export const syncEmail = async (ctx: Ctx, organizationId: string): Promise<string> => {
  const { billingEmail: email, stripeCustomerId } = await paying(ctx, organizationId)
  const living = await livingCustomer(ctx, stripeCustomerId)
  if (!living) return makeForOrganization(ctx, organizationId)
  if (living.email !== email) await stripe.of(ctx).customers.update(living.id, { email })
  return living.id
}
