import { builder } from '#builder.ts'
import { atMost } from '#graphql/list-limits.ts'
import { githubSite } from '#lib/github-site.ts'
import * as policy from '../policy.ts'
import { mostReasons, type Proposal, proposalSelect, propose, type Reason } from '../propose.ts'
import { mostReceivers } from '../split.ts'

const ProposalReason = builder.objectRef<Reason>('ProposalReason').implement({
  description: 'Why somebody is proposed.',
  fields: (t) => ({
    text: t.exposeString('text', { description: 'In words.' }),
    url: t.expose('url', {
      type: 'URL',
      nullable: true,
      description: 'The work on GitHub; null if it is about none.',
    }),
  }),
})

const ProposedSplit = builder.objectRef<Proposal>('ProposedSplit').implement({
  description: 'What part of every pledge on an issue somebody might get.',
  fields: (t) => ({
    share: t.exposeInt('share', { description: 'The part, of 1000. All sum to 1000.' }),
    githubLogin: t.exposeString('githubLogin', {
      nullable: true,
      description: 'The person, by their login on GitHub; null for the organization.',
    }),
    avatarUrl: t.expose('avatarUrl', {
      type: 'URL',
      nullable: true,
      description: 'The receiver’s picture.',
    }),
    organizationId: t.globalID({
      nullable: true,
      description: 'The id of the organization, whose issue it is; null for a person.',
      resolve: ({ organizationId }) =>
        organizationId && { type: 'Organization', id: organizationId },
    }),
    reasons: t.field({
      type: [ProposalReason],
      ...atMost(mostReasons, 'Work for which they are proposed, the oldest first.'),
      resolve: ({ reasons }) => reasons,
    }),
  }),
})

builder.prismaObjectFields('Issue', (t) => ({
  proposedSplit: t.field({
    type: [ProposedSplit],
    nullable: true,
    ...atMost(
      mostReceivers,
      'Shares to start from in `confirmIssueSolved`, by merged pull requests and commits that ' +
        'refer to the issue. Admins of its organization see them; null for others.',
    ),
    select: proposalSelect,
    resolve: (issue, _args, { viewer, config }) =>
      policy.canSplit(viewer, issue) ? propose(issue, githubSite(config)) : null,
  }),
}))
