import { builder } from '#builder.ts'
import { GithubNotConnected, GithubUnavailable } from '#github/errors.ts'
import { limitedBy } from '#graphql/mutation-limits.ts'
import { errorType } from '#graphql/types.ts'
import { BadUserInput } from '#lib/errors.ts'
import { RateLimited } from '#lib/rate-limits.ts'
import { personOf } from '#lib/viewer.ts'
import { InstallationNotFound } from '../errors.ts'
import type { Installed } from '../service.ts'
import * as memberships from '../service.ts'

errorType(InstallationNotFound, 'You have no such installation of our App.')

const InstallGithubAppPayload = builder.objectRef<Installed>('InstallGithubAppPayload').implement({
  description: 'The organization is here; its repositories and issues are being read.',
  fields: (t) => ({
    organization: t.prismaField({
      type: 'Organization',
      description: 'The organization.',
      resolve: (query, { organizationId }, _args, { db }) =>
        db.organization.findUniqueOrThrow({ ...query, where: { id: organizationId } }),
    }),
  }),
})

/** GitHub's ids outgrow 32 bits, so they come as text. */
const parseId = (text: string) => {
  if (!/^[1-9]\d{0,17}$/.test(text)) {
    throw new BadUserInput('`installationId` is a whole number', ['installationId'])
  }
  return BigInt(text)
}

builder.mutationField('installGithubApp', (t) =>
  t.fieldWithInput({
    type: InstallGithubAppPayload,
    extensions: limitedBy('github.sync'),
    errors: { types: [RateLimited, GithubNotConnected, InstallationNotFound, GithubUnavailable] },
    authScopes: { session: true },
    description:
      'Tells us of an installation of our GitHub App, where GitHub leads back to after one. It ' +
      'must be among those that GitHub shows you. You become what you are there: admin or member.',
    typeOptions: { description: 'Which installation.' },
    input: {
      installationId: t.input.string({
        required: true,
        description:
          'GitHub’s id of the installation, in digits: `installation_id` of the address that ' +
          'GitHub leads back to. A text, as it may be greater than an `Int`.',
      }),
    },
    resolve: (_root, { input }, ctx) =>
      memberships.installGithubApp(ctx, personOf(ctx).userId, parseId(input.installationId)),
  }),
)
