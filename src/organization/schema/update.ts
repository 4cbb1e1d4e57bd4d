import { builder } from '#builder.ts'
import { errorType, MoneyInput } from '#graphql/types.ts'
import { BadUserInput } from '#lib/errors.ts'
import { rowId } from '#lib/ids.ts'
import {
  NotAnOrganizationAdmin,
  OrganizationNotFound,
  OrganizationNotInstalled,
  OrganizationSettingInvalid,
  SpendingLimitsConflict,
} from '../errors.ts'
import * as organizations from '../service.ts'

errorType(OrganizationNotFound, 'There is no such organization.')
errorType(NotAnOrganizationAdmin, 'You don’t administer the organization.')
errorType(OrganizationNotInstalled, 'Our App is not installed on the organization.')
errorType(OrganizationSettingInvalid, 'A setting can’t have this value.')
errorType(SpendingLimitsConflict, 'A limit for each member needs one for all that is not lower.')

const UpdateOrganizationPayload = builder
  .objectRef<{ id: string }>('UpdateOrganizationPayload')
  .implement({
    description: 'The settings were changed.',
    fields: (t) => ({
      organization: t.prismaField({
        type: 'Organization',
        description: 'The organization, with the new settings.',
        resolve: (query, { id }, _args, { db }) =>
          db.organization.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  })

/** What can't be cleared: null there is a mistake of the client, not a wish. */
const given = <Value>(name: string, value: Value | null | undefined): Value | undefined => {
  if (value === null) throw new BadUserInput(`\`${name}\` can’t be null`, [name])
  return value
}

/** Cents; undefined where nothing was said, null where the amount is to be cleared. */
const centsOf = (money: { amount: bigint } | null | undefined) =>
  money === null ? null : money?.amount

builder.mutationField('updateOrganization', (t) =>
  t.fieldWithInput({
    type: UpdateOrganizationPayload,
    errors: {
      types: [
        OrganizationNotFound,
        NotAnOrganizationAdmin,
        OrganizationSettingInvalid,
        SpendingLimitsConflict,
      ],
    },
    authScopes: { scope: 'organizations:write' },
    description:
      'Changes the settings that are given; for its admins. What is left out stays, `null` clears.',
    typeOptions: { description: 'Which organization, and what to change.' },
    input: {
      organizationId: t.input.globalID({ required: true, description: 'The organization.' }),
      pledgeMinimumAmount: t.input.field({
        type: MoneyInput,
        description: 'The least that can be pledged on one of its issues. It can’t be cleared.',
      }),
      pledgeBadgeShowAmount: t.input.boolean({
        description: 'Whether the badge shows what is pledged. It can’t be cleared.',
      }),
      defaultBadgeCustomContent: t.input.string({
        description: 'What stands above the badge, in Markdown; `null`: our own words.',
      }),
      defaultUpfrontSplitToContributors: t.input.int({
        description: 'How many percent of a reward go to contributors, 0 to 100.',
      }),
      billingEmail: t.input.field({
        type: 'EmailAddress',
        description: 'Where its invoices go, at most 120 characters.',
      }),
      totalMonthlySpendingLimit: t.input.field({
        type: MoneyInput,
        description: 'What may be pledged in its name in a month; `null`: no limit.',
      }),
      perUserMonthlySpendingLimit: t.input.field({
        type: MoneyInput,
        description:
          'What one member may pledge in its name in a month, at most the limit for all; ' +
          '`null`: no limit.',
      }),
    },
    resolve: async (_root, { input }, ctx) => {
      const { organizationId, pledgeMinimumAmount, pledgeBadgeShowAmount, ...rest } = input
      const id = rowId(organizationId, 'Organization')
      await organizations.update(ctx, id, {
        ...rest,
        pledgeMinimumAmount: given('pledgeMinimumAmount', pledgeMinimumAmount)?.amount,
        pledgeBadgeShowAmount: given('pledgeBadgeShowAmount', pledgeBadgeShowAmount),
        totalMonthlySpendingLimit: centsOf(rest.totalMonthlySpendingLimit),
        perUserMonthlySpendingLimit: centsOf(rest.perUserMonthlySpendingLimit),
      })
      return { id }
    },
  }),
)
