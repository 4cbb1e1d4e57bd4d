import type { Ctx } from '#context.ts'
import type { PayoutAccount } from '#generated/prisma/client.ts'
import * as organizations from '#organization/service.ts'
import * as stripe from '#stripe/service.ts'
import { PayoutAccountLinkUnavailable } from '../errors.ts'
import { shownName } from '../state.ts'
import { administered } from './access.ts'
import { nameOf } from './name.ts'

/** The page of the frontend that is about the money of an account's owner. */
const pageOf = async (ctx: Ctx, { organizationId }: PayoutAccount): Promise<string> => {
  const organization = organizationId && (await organizations.findById(ctx, organizationId))
  const path = organization ? `/maintainer/${organization.login}/finance` : '/rewards'
  return new URL(path, ctx.config.FRONTEND_URL).href
}

const stripeIdOf = ({ type, stripeId }: PayoutAccount): string => {
  if (type !== 'STRIPE') {
    throw new PayoutAccountLinkUnavailable('This account is set up at Open Collective')
  }
  if (stripeId === null) {
    throw new PayoutAccountLinkUnavailable('The account is not at Stripe yet: create it again')
  }
  return stripeId
}

/** The answer; an account that has left us has no pages any more. */
const orLinkless = async <Link>(work: Promise<Link>): Promise<Link> => {
  const link = await stripe.orRefused(stripe.orNull(work))
  if (link === null) throw new PayoutAccountLinkUnavailable('The account has left us at Stripe')
  return link
}

/**
 * Where somebody tells Stripe of themselves; works once, for some minutes ("Account Links"). They
 * come back to the frontend, with `?onboarding=expired` where the link was of no use any more.
 * Throws PayoutAccountNotFound, NotAnOrganizationAdmin, PayoutAccountLinkUnavailable,
 * StripeRefused, StripeUnavailable.
 */
export const onboardingLink = async (ctx: Ctx, id: string): Promise<string> => {
  const row = await administered(ctx, id)
  const account = stripeIdOf(row)
  const page = await pageOf(ctx, row)
  const { url } = await orLinkless(
    stripe.of(ctx).accountLinks.create({
      account,
      type: 'account_onboarding',
      return_url: page,
      refresh_url: `${page}?onboarding=expired`,
    }),
  )
  return url
}

/** Who has renamed themselves is shown so at Stripe, too ("Update an account"). */
const syncName = async (ctx: Ctx, row: PayoutAccount, stripeId: string) => {
  const name = await nameOf(ctx, row)
  if (name === null || name === shownName(row)) return
  await orLinkless(stripe.of(ctx).accounts.update(stripeId, { business_profile: { name } }))
}

/**
 * Where an account is managed: Stripe's Express dashboard, once onboarded ("Login Links"), under the
 * name that its owner has now, or the collective's page. Throws as `onboardingLink`.
 */
export const dashboardLink = async (ctx: Ctx, id: string): Promise<string> => {
  const row = await administered(ctx, id)
  if (row.type === 'OPEN_COLLECTIVE') return `https://opencollective.com/${row.openCollectiveSlug}`
  const account = stripeIdOf(row)
  await syncName(ctx, row, account)
  const { url } = await orLinkless(stripe.of(ctx).accounts.createLoginLink(account))
  return url
}
