import { builder } from '#builder.ts'
import type { Ctx } from '#context.ts'
import { forStaff } from '#graphql/staff.ts'
import { newestFirst } from '../list.ts'
import * as policy from '../policy.ts'
import { PledgeState } from './enums.ts'
import { PledgeConnection } from './pledge.ts'

const onlyStaff = {
  nullable: true,
  authScopes: { staff: true },
  unauthorizedResolver: () => null,
} as const

builder.prismaObjectFields('Pledge', (t) => ({
  paymentId: t.exposeString('paymentId', {
    ...onlyStaff,
    description: 'Stripe’s id of its payment intent. Staff see it.',
  }),
  invoiceId: t.exposeString('invoiceId', {
    ...onlyStaff,
    description: 'Stripe’s id of its invoice. Staff see it.',
  }),
  email: t.expose('email', {
    type: 'EmailAddress',
    ...onlyStaff,
    description: 'Where the receipt went. Staff see it.',
  }),
  disputedBy: t.relation('disputedBy', {
    ...onlyStaff,
    description: 'Who objected to its payout. Staff see it.',
  }),
}))

type Filter = { states?: (typeof PledgeState.$inferType)[] | null }

const whereOf = ({ viewer }: Ctx, { states }: Filter) => ({
  AND: [policy.readable(viewer), states ? { state: { in: states } } : {}],
})

builder.queryField('staffPledges', (t) =>
  t.prismaConnection(
    {
      type: 'Pledge',
      cursor: 'id',
      ...forStaff,
      description: 'All pledges but unpaid ones, newest first. For staff.',
      args: { states: t.arg({ type: [PledgeState], description: 'Only in one of these states.' }) },
      totalCount: (_root, args, ctx) => ctx.db.pledge.count({ where: whereOf(ctx, args) }),
      resolve: (query, _root, args, ctx) =>
        ctx.db.pledge.findMany({ ...query, where: whereOf(ctx, args), orderBy: newestFirst }),
    },
    PledgeConnection,
  ),
)
