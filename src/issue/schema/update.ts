import { builder } from '#builder.ts'
import { errorType, MoneyInput } from '#graphql/types.ts'
import { rowId } from '#lib/ids.ts'
import { NotAnOrganizationAdmin } from '#organization/errors.ts'
import { FundingGoalInvalid, IssueNotFound, UpfrontSplitInvalid } from '../errors.ts'
import * as issues from '../service.ts'

errorType(IssueNotFound, 'There is no such issue that you may see.')
errorType(FundingGoalInvalid, 'The funding goal can’t have this value.')
errorType(UpfrontSplitInvalid, 'The share of the contributors can’t have this value.')

const UpdateIssuePayload = builder.objectRef<{ id: string }>('UpdateIssuePayload').implement({
  description: 'The issue was changed.',
  fields: (t) => ({
    issue: t.prismaField({
      type: 'Issue',
      description: 'The issue as it is now.',
      resolve: (query, { id }, _args, { db }) =>
        db.issue.findUniqueOrThrow({ ...query, where: { id } }),
    }),
  }),
})

builder.mutationField('updateIssue', (t) =>
  t.fieldWithInput({
    type: UpdateIssuePayload,
    errors: {
      types: [IssueNotFound, NotAnOrganizationAdmin, FundingGoalInvalid, UpfrontSplitInvalid],
    },
    authScopes: { scope: 'issues:write' },
    description:
      'Changes what is said of an issue’s funding; for admins of its organization. What is left ' +
      'out stays, `null` clears.',
    typeOptions: { description: 'Which issue, and what to change.' },
    input: {
      issueId: t.input.globalID({ required: true, description: 'The issue.' }),
      fundingGoal: t.input.field({
        type: MoneyInput,
        description: 'What its maintainers hope for; zero is as none.',
      }),
      upfrontSplitToContributors: t.input.int({
        description:
          'How many percent of the reward go to contributors, 0 to 100; `null`: what the ' +
          'organization says.',
      }),
    },
    resolve: async (_root, { input }, ctx) => {
      const { issueId, fundingGoal, upfrontSplitToContributors } = input
      const id = rowId(issueId, 'Issue')
      await issues.update(ctx, id, {
        fundingGoal: fundingGoal === null ? null : fundingGoal?.amount,
        upfrontSplitToContributors,
      })
      return { id }
    },
  }),
)
