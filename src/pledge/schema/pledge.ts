import { builder } from '#builder.ts'
import { connectionOf } from '#graphql/connections.ts'
import { loadNodesOf } from '#graphql/nodes.ts'
import { Money } from '#graphql/types.ts'
import { backerOf, backerSelect } from '../backer.ts'
import * as policy from '../policy.ts'
import { canSeeIssue } from '../visible-issues.ts'
import { Backer } from './backer.ts'
import { PledgeState, PledgeType } from './enums.ts'

/** A pledge, for the schema. */
export const Pledge = builder.prismaNode('Pledge', {
  id: { field: 'id' },
  select: { id: true, issueId: true, ...policy.parties },
  findUnique: (id, ctx) => ({ id, AND: [policy.readable(ctx.viewer)] }),
  description:
    'Money that somebody gives for an issue to be solved. Who pays sees it, and members of the ' +
    'organizations that pay and receive. Some of its fields are null for a part of them.',
  fields: (t) => ({
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    type: t.expose('type', { type: PledgeType, description: 'How it is paid.' }),
    state: t.expose('state', { type: PledgeState, description: 'How far it is.' }),
    amount: t.field({
      type: Money,
      description: 'How much it is; a refund of a part lowers it.',
      select: { amount: true },
      resolve: ({ amount }) => ({ amount }),
    }),
    fee: t.field({
      type: Money,
      description: 'What is paid on top of the amount.',
      select: { fee: true },
      resolve: ({ fee }) => ({ amount: fee }),
    }),
    issue: t.relation('issue', {
      nullable: true,
      description: 'What is to be solved; null if you may not see it.',
      authScopes: ({ issueId }, _args, ctx) => canSeeIssue(ctx, issueId),
      unauthorizedResolver: () => null,
    }),
    organization: t.relation('organization', { description: 'Whose issue it is.' }),
    backer: t.field({
      type: Backer,
      nullable: true,
      description:
        'Whose name it bears: the organization that is credited, else the person that pays, else ' +
        'the organization. Null if nobody is known, or if the payer keeps it from you.',
      select: backerSelect,
      resolve: (pledge, _args, { viewer }) => backerOf(viewer, pledge),
    }),
    isAnonymous: t.exposeBoolean('isAnonymous', {
      description: 'Whether only the payer’s side sees who it is from.',
    }),
    createdBy: t.relation('createdBy', {
      nullable: true,
      description:
        'Who made it, of those on completion. Members of the organizations that pay or are ' +
        'credited see it.',
      authScopes: (pledge, _args, { viewer }) => policy.isSenderMember(viewer, pledge),
      unauthorizedResolver: () => null,
    }),
    scheduledPayoutAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'It is not paid out before; until then the payer may object. Null until it is pending. ' +
        'Admins of the organization that receives see it.',
      select: { scheduledPayoutAt: true },
      resolve: (pledge, _args, { viewer }) =>
        policy.isReceiverAdmin(viewer, pledge) ? pledge.scheduledPayoutAt : null,
    }),
    refundedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When all or a part of it was given back. Payer and admins see it.',
      select: { refundedAt: true },
      resolve: (pledge, _args, { viewer }) =>
        policy.isPrincipal(viewer, pledge) ? pledge.refundedAt : null,
    }),
    disputedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When its payout was objected to. Payer and admins see it.',
      select: { disputedAt: true },
      resolve: (pledge, _args, { viewer }) =>
        policy.isPrincipal(viewer, pledge) ? pledge.disputedAt : null,
    }),
    disputeReason: t.field({
      type: 'String',
      nullable: true,
      description: 'Why its payout was objected to. Payer and admins see it.',
      select: { disputeReason: true },
      resolve: (pledge, _args, { viewer }) =>
        policy.isPrincipal(viewer, pledge) ? pledge.disputeReason : null,
    }),
    hostedInvoiceUrl: t.field({
      type: 'URL',
      nullable: true,
      description: 'Where its invoice is paid. Payer and admins of their organization see it.',
      select: { hostedInvoiceUrl: true },
      resolve: (pledge, _args, { viewer }) =>
        policy.isSenderAdmin(viewer, pledge) ? pledge.hostedInvoiceUrl : null,
    }),
  }),
})

loadNodesOf('Pledge', (query, ids, ctx) =>
  ctx.db.pledge.findMany({
    ...query,
    where: { AND: [policy.readable(ctx.viewer), { id: { in: ids } }] },
  }),
)

/** A page of pledges. */
export const PledgeConnection = connectionOf(Pledge)
