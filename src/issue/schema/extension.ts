import { builder } from '#builder.ts'
import { maximumPageSize } from '#graphql/limits.ts'
import { atMost } from '#graphql/list-limits.ts'
import * as policy from '../policy.ts'

builder.queryField('extensionIssues', (t) =>
  t.prismaField({
    type: ['Issue'],
    authScopes: { scope: 'issues:read' },
    ...atMost(
      maximumPageSize,
      'Issues by their numbers, of those with pledges, or with pull requests and commits that ' +
        'refer to them; for our browser extension. Empty unless you are a member of the ' +
        'organization.',
    ),
    args: {
      owner: t.arg.string({ required: true, description: 'The organization’s login.' }),
      repository: t.arg.string({ required: true, description: 'The repository’s name.' }),
      numbers: t.arg.intList({ required: true, description: 'The numbers of the issues.' }),
    },
    resolve: (query, _root, { owner, repository, numbers }, ctx) =>
      ctx.db.issue.findMany({
        ...query,
        where: {
          AND: [
            policy.readableAsMember(ctx.viewer),
            {
              number: { in: numbers },
              organization: { login: owner },
              repository: { name: repository, isSuperseded: false },
            },
            {
              OR: [
                { pledgedAmountSum: { gt: 0 } },
                { hasInProgressRelationship: true },
                { hasPullRequestRelationship: true },
              ],
            },
          ],
        },
        orderBy: [{ number: 'asc' }, { id: 'asc' }],
      }),
  }),
)
