import type { Ctx, Tx } from '#context.ts'
import type { Organization, Prisma } from '#generated/prisma/client.ts'
import {
  NotAnOrganizationAdmin,
  OrganizationNotFound,
  OrganizationSettingInvalid,
  SpendingLimitsConflict,
} from './errors.ts'
import * as policy from './policy.ts'

/** What an admin may change. Amounts are cents; what is undefined stays, null clears. */
export type Settings = Partial<
  Pick<
    Organization,
    | 'pledgeMinimumAmount'
    | 'pledgeBadgeShowAmount'
    | 'defaultBadgeCustomContent'
    | 'defaultUpfrontSplitToContributors'
    | 'billingEmail'
    | 'totalMonthlySpendingLimit'
    | 'perUserMonthlySpendingLimit'
  >
>

const longestContent = 10_000
const longestEmail = 120

const amounts = [
  'pledgeMinimumAmount',
  'totalMonthlySpendingLimit',
  'perUserMonthlySpendingLimit',
] as const

const checkValues = (settings: Settings) => {
  for (const name of amounts) {
    if ((settings[name] ?? 0n) < 0n) {
      throw new OrganizationSettingInvalid(name, 'The amount can’t be below zero')
    }
  }
  const { defaultUpfrontSplitToContributors: split, billingEmail } = settings
  if (split != null && (split < 0 || split > 100)) {
    const name = 'defaultUpfrontSplitToContributors'
    throw new OrganizationSettingInvalid(name, 'The split is between 0 and 100 percent')
  }
  if ((settings.defaultBadgeCustomContent?.length ?? 0) > longestContent) {
    const name = 'defaultBadgeCustomContent'
    throw new OrganizationSettingInvalid(name, `At most ${longestContent} characters fit`)
  }
  if ((billingEmail?.length ?? 0) > longestEmail) {
    throw new OrganizationSettingInvalid(
      'billingEmail',
      `The address has over ${longestEmail} characters`,
    )
  }
}

const checkLimits = ({ totalMonthlySpendingLimit: total, ...row }: Organization) => {
  const perUser = row.perUserMonthlySpendingLimit
  if (perUser === null) return
  if (total === null) {
    throw new SpendingLimitsConflict('A limit for each member needs a limit for all')
  }
  if (perUser > total) {
    throw new SpendingLimitsConflict('The limit for each member is above the limit for all')
  }
}

/**
 * The living organization with our id, if the viewer may change it. Throws OrganizationNotFound,
 * NotAnOrganizationAdmin.
 */
export const administered = async (ctx: Pick<Tx, 'db' | 'viewer'>, id: string) => {
  const organization = await ctx.db.organization.findFirst({
    where: { ...policy.readable(ctx.viewer), id },
  })
  if (!organization) throw new OrganizationNotFound()
  if (!policy.canWrite(ctx.viewer, organization)) throw new NotAnOrganizationAdmin()
  return organization
}

/**
 * Changes an organization's settings; the first change ends its onboarding. Throws
 * OrganizationNotFound, NotAnOrganizationAdmin, OrganizationSettingInvalid, and
 * SpendingLimitsConflict for a limit for each member without one for all, or above it.
 */
export const update = (
  ctx: Pick<Ctx, 'transaction'>,
  id: string,
  settings: Settings,
): Promise<void> =>
  ctx.transaction(async (tx) => {
    const organization = await administered(tx, id)
    checkValues(settings)
    const changed = await tx.db.organization.update({
      where: { id },
      data: {
        ...settings,
        onboardedAt: organization.onboardedAt ?? new Date(),
      } satisfies Prisma.OrganizationUpdateInput,
    })
    // The update holds the row: the limits are compared as they will stand.
    checkLimits(changed)
    tx.publish('organization.updated', { organizationId: id })
  })

/**
 * Keeps the Stripe customer of an organization in place of the one that is gone, or of none, unless it
 * has another one by now. Answers the one that stands.
 */
export const keepCustomer = async (
  tx: Tx,
  { id, gone, made: stripeCustomerId }: { id: string; gone: string | null; made: string },
): Promise<string> => {
  await tx.db.organization.updateMany({
    where: { id, stripeCustomerId: gone },
    data: { stripeCustomerId },
  })
  const organization = await tx.db.organization.findUniqueOrThrow({ where: { id } })
  return organization.stripeCustomerId ?? stripeCustomerId
}
