import { builder } from '#builder.ts'
import { GithubNotConnected } from '#github/errors.ts'
import { limitedBy } from '#graphql/mutation-limits.ts'
import { IssueNotFound } from '#issue/errors.ts'
import { rowId } from '#lib/ids.ts'
import { RateLimited } from '#lib/rate-limits.ts'
import { NotAnOrganizationAdmin } from '#organization/errors.ts'
import {
  BadgeUnavailable,
  MessageInvalid,
  RefusedByGithub,
  RepositoryEmbedsBadges,
} from '../errors.ts'
import * as badges from '../service.ts'

type OfIssue = { issueId: string }

/** What is answered about one issue: it, as it is now. */
const issuePayload = (name: string, description: string) =>
  builder.objectRef<OfIssue>(name).implement({
    description,
    fields: (t) => ({
      issue: t.prismaField({
        type: 'Issue',
        description: 'The issue as it is now: a badge comes or goes a moment later.',
        resolve: (query, { issueId }, _args, { db }) =>
          db.issue.findUniqueOrThrow({ ...query, where: { id: issueId } }),
      }),
    }),
  })

const AddIssueBadgePayload = issuePayload('AddIssueBadgePayload', 'GitHub has the label.')
const RemoveIssueBadgePayload = issuePayload('RemoveIssueBadgePayload', 'The label is gone.')
const EmbedIssueBadgePayload = issuePayload(
  'EmbedIssueBadgePayload',
  'The message is stored, and the badge on its way.',
)

const CommentOnIssuePayload = builder
  .objectRef<{ url: string }>('CommentOnIssuePayload')
  .implement({
    description: 'The comment is written.',
    fields: (t) => ({
      url: t.expose('url', { type: 'URL', description: 'Where it stands on GitHub.' }),
    }),
  })

const access = [IssueNotFound, NotAnOrganizationAdmin] as const
const labelErrors = [...access, BadgeUnavailable, RepositoryEmbedsBadges, RefusedByGithub]

builder.mutationFields((t) => ({
  addIssueBadge: t.fieldWithInput({
    type: AddIssueBadgePayload,
    extensions: limitedBy('github.write'),
    errors: { types: [...labelErrors, RateLimited] },
    authScopes: { scope: 'issues:write' },
    description:
      'Gives an issue the badge label of its repository, on GitHub; the badge follows by itself. ' +
      'For admins of the organization, and for staff where the repository does not give badges ' +
      'by itself.',
    typeOptions: { description: 'Which issue gets the badge label.' },
    input: { issueId: t.input.globalID({ required: true, description: 'The issue.' }) },
    resolve: async (_root, { input }, ctx) => {
      const issueId = rowId(input.issueId, 'Issue')
      await badges.addLabel(ctx, issueId)
      return { issueId }
    },
  }),
  removeIssueBadge: t.fieldWithInput({
    type: RemoveIssueBadgePayload,
    extensions: limitedBy('github.write'),
    errors: { types: [...labelErrors, RateLimited] },
    authScopes: { scope: 'issues:write' },
    description:
      'Takes the badge label off an issue, on GitHub; the badge follows by itself, unless the ' +
      'repository gives badges by itself. For those who may add it.',
    typeOptions: { description: 'Which issue loses the badge label.' },
    input: { issueId: t.input.globalID({ required: true, description: 'The issue.' }) },
    resolve: async (_root, { input }, ctx) => {
      const issueId = rowId(input.issueId, 'Issue')
      await badges.removeLabel(ctx, issueId)
      return { issueId }
    },
  }),
  embedIssueBadge: t.fieldWithInput({
    type: EmbedIssueBadgePayload,
    extensions: limitedBy('github.write'),
    errors: { types: [RateLimited, ...access, BadgeUnavailable, MessageInvalid] },
    authScopes: { scope: 'issues:write' },
    description:
      'Gives an issue a badge with a message of its own, whether or not it has the label. For ' +
      'admins of the organization.',
    typeOptions: { description: 'Which issue gets a badge, and what it says.' },
    input: {
      issueId: t.input.globalID({ required: true, description: 'The issue.' }),
      message: t.input.string({
        required: true,
        description: 'What stands above the badge, in Markdown.',
      }),
    },
    resolve: async (_root, { input }, ctx) => {
      const issueId = rowId(input.issueId, 'Issue')
      await badges.embedWithMessage(ctx, issueId, input.message)
      return { issueId }
    },
  }),
  commentOnIssue: t.fieldWithInput({
    type: CommentOnIssuePayload,
    extensions: limitedBy('github.write'),
    errors: {
      types: [RateLimited, ...access, MessageInvalid, GithubNotConnected, RefusedByGithub],
    },
    authScopes: { scope: 'issues:write' },
    description: 'Comments on an issue on GitHub, in your name. For admins of the organization.',
    typeOptions: { description: 'Where to comment, and what.' },
    input: {
      issueId: t.input.globalID({ required: true, description: 'The issue.' }),
      message: t.input.string({ required: true, description: 'What it says, in Markdown.' }),
      appendBadge: t.input.boolean({
        required: true,
        defaultValue: false,
        description: 'Whether the badge stands below it, without a message.',
      }),
    },
    resolve: async (_root, { input: { issueId, message, appendBadge } }, ctx) => ({
      url: await badges.comment(ctx, rowId(issueId, 'Issue'), { message, appendBadge }),
    }),
  }),
}))
