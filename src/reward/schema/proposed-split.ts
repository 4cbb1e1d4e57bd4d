import { builder } from '#builder.ts'
import { githubSite } from '#lib/github-site.ts'
import * as policy from '../policy.ts'
import { type Proposal, proposalSelect, propose, type Reason } from '../propose.ts'

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
      description: 'Why. At most 20, the oldest first.',
      resolve: ({ reasons }) => reasons,
    }),
  }),
})

builder.prismaObjectFields('Issue', (t) => ({
  proposedSplit: t.field({
    type: [ProposedSplit],
    nullable: true,
    description:
      'Who might get which part of it, by who had pull requests merged for it and whose commits ' +
      'name it; for `confirmIssueSolved`. Admins of its organization see it; null for others. At ' +
      'most 100.',
    select: proposalSelect,
    resolve: (issue, _args, { viewer, config }) =>
      policy.canSplit(viewer, issue) ? propose(issue, githubSite(config)) : null,
  }),
}))
