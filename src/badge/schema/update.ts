import { builder } from '#builder.ts'
import { limitedBy } from '#graphql/mutation-limits.ts'
import { MoneyInput } from '#graphql/types.ts'
import { rowId } from '#lib/ids.ts'
import { RateLimited } from '#lib/rate-limits.ts'
import { NotAnOrganizationAdmin, OrganizationNotFound } from '#organization/errors.ts'
import { RepositoryNotFound } from '#repository/errors.ts'
import { MessageInvalid, MinimumAmountInvalid, RepositoryNotInOrganization } from '../errors.ts'
import * as badges from '../service.ts'

const RepositoryBadgeSettingsInput = builder.inputType('RepositoryBadgeSettingsInput', {
  description: 'How badges are to come to the issues of one repository.',
  fields: (t) => ({
    repositoryId: t.globalID({
      required: true,
      description: 'A repository of the organization.',
    }),
    autoEmbed: t.boolean({
      required: true,
      description: 'Whether its new issues get the badge by themselves.',
    }),
    retroactive: t.boolean({
      required: true,
      defaultValue: false,
      description:
        'Whether, if that changes, open issues that are there get or lose the badge too. Without ' +
        'effect on a private repository.',
    }),
  }),
})

const UpdateBadgeSettingsPayload = builder
  .objectRef<{ organizationId: string }>('UpdateBadgeSettingsPayload')
  .implement({
    description: 'The settings were changed.',
    fields: (t) => ({
      organization: t.prismaField({
        type: 'Organization',
        description: 'The organization, with the new settings.',
        resolve: (query, { organizationId }, _args, { db }) =>
          db.organization.findUniqueOrThrow({ ...query, where: { id: organizationId } }),
      }),
    }),
  })

const UpdateRepositoryBadgesPayload = builder
  .objectRef<{ runId: string }>('UpdateRepositoryBadgesPayload')
  .implement({
    description: 'The run is on its way.',
    fields: (t) => ({
      badgeRun: t.prismaField({
        type: 'BadgeRun',
        description: 'The run: ask for it again to see how far it is.',
        resolve: (query, { runId }, _args, { db }) =>
          db.badgeRun.findUniqueOrThrow({ ...query, where: { id: runId } }),
      }),
    }),
  })

builder.mutationFields((t) => ({
  updateBadgeSettings: t.fieldWithInput({
    type: UpdateBadgeSettingsPayload,
    errors: {
      types: [
        OrganizationNotFound,
        NotAnOrganizationAdmin,
        RepositoryNotInOrganization,
        MinimumAmountInvalid,
        MessageInvalid,
      ],
    },
    authScopes: { scope: 'organizations:write' },
    description:
      'Changes how an organization wants its badges; for its admins. Badges that are there stay ' +
      'as they are: `updateRepositoryBadges` writes them anew.',
    typeOptions: { description: 'Whose settings, and what they are to be.' },
    input: {
      organizationId: t.input.globalID({ required: true, description: 'The organization.' }),
      showAmount: t.input.boolean({
        required: true,
        description: 'Whether the badge shows what is pledged.',
      }),
      minimumAmount: t.input.field({
        type: MoneyInput,
        required: true,
        description: 'The least that can be pledged on one of its issues.',
      }),
      message: t.input.string({
        required: true,
        defaultValue: '',
        description: 'What stands above the badge, in Markdown; an empty text changes nothing.',
      }),
      repositories: t.input.field({
        type: [RepositoryBadgeSettingsInput],
        required: true,
        defaultValue: [],
        description: 'Settings of some of its repositories, at most 100.',
      }),
    },
    resolve: async (_root, { input }, ctx) => {
      const organizationId = rowId(input.organizationId, 'Organization')
      await badges.updateSettings(ctx, organizationId, {
        showAmount: input.showAmount,
        minimumAmount: input.minimumAmount.amount,
        message: input.message,
        repositories: input.repositories.map(({ repositoryId, ...wish }) => ({
          repositoryId: rowId(repositoryId, 'Repository'),
          ...wish,
        })),
      })
      return { organizationId }
    },
  }),
  updateRepositoryBadges: t.fieldWithInput({
    type: UpdateRepositoryBadgesPayload,
    extensions: limitedBy('github.write'),
    errors: { types: [RateLimited, RepositoryNotFound, NotAnOrganizationAdmin] },
    authScopes: { scope: 'repositories:write' },
    description:
      'Writes the badges of the open issues of a repository anew, as the message and the ' +
      'addresses are now. For admins of its organization, and for staff.',
    typeOptions: { description: 'Whose badges are written anew.' },
    input: {
      repositoryId: t.input.globalID({ required: true, description: 'The repository.' }),
    },
    resolve: async (_root, { input }, ctx) => ({
      runId: await badges.rerender(ctx, rowId(input.repositoryId, 'Repository')),
    }),
  }),
}))
