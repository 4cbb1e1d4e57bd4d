import { builder } from '#builder.ts'
import { GithubUnavailable } from '#github/errors.ts'
import { errorType } from '#graphql/types.ts'
import { RateLimited } from '#lib/rate-limits.ts'
import { IssueAddressInvalid, IssueNotFound } from '../errors.ts'
import * as imports from '../service/import.ts'

errorType(IssueAddressInvalid, 'The text does not name one issue of one repository.')

const ImportIssuePayload = builder.objectRef<{ id: string }>('ImportIssuePayload').implement({
  description: 'The issue is here.',
  fields: (t) => ({
    issue: t.prismaField({
      type: 'Issue',
      description: 'The issue.',
      resolve: (query, { id }, _args, { db }) =>
        db.issue.findUniqueOrThrow({ ...query, where: { id } }),
    }),
  }),
})

builder.mutationField('importIssue', (t) =>
  t.fieldWithInput({
    type: ImportIssuePayload,
    errors: { types: [IssueAddressInvalid, IssueNotFound, RateLimited, GithubUnavailable] },
    description:
      'Finds an issue by its address. One of a public repository that is new to us is read from ' +
      'GitHub and stored, whether or not our App is installed there: 60 an hour for each client.',
    typeOptions: { description: 'Which issue.' },
    input: {
      url: t.input.string({
        required: true,
        description:
          'Its page on GitHub, `https://github.com/owner/repository/issues/1`, or ' +
          '`owner/repository#1`.',
      }),
    },
    resolve: (_root, { input }, ctx) => imports.importByAddress(ctx, input.url),
  }),
)
