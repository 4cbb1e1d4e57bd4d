import { builder } from '#builder.ts'
import { personOf } from '#lib/viewer.ts'
import { active, newestFirst, oldestFirst } from '../list.ts'
import * as policy from '../policy.ts'
import { PledgeState } from './enums.ts'
import { PledgeConnection } from './pledge.ts'

builder.prismaObjectField('Issue', 'pledges', (t) =>
  t.relatedConnection(
    'pledges',
    {
      cursor: 'id',
      totalCount: true,
      description:
        'The pledges that count, oldest first, of those that you may see. `pledgesSummary` tells ' +
        'everybody who backs it.',
      query: (_args, ctx) => ({
        where: { AND: [policy.readable(ctx.viewer), active] },
        orderBy: oldestFirst,
      }),
    },
    PledgeConnection,
  ),
)

const states = {
  description: 'Only in one of these states.',
} as const

builder.prismaObjectField('Organization', 'pledges', (t) =>
  t.relatedConnection(
    'pledges',
    {
      cursor: 'id',
      totalCount: true,
      description: 'What it pays, newest first, of what you may see: its members see all.',
      args: { states: t.arg({ type: [PledgeState], ...states }) },
      query: ({ states }, { viewer }) => ({
        where: {
          AND: [
            policy.readable(viewer),
            policy.backerReadable(viewer),
            states ? { state: { in: states } } : {},
          ],
        },
        orderBy: newestFirst,
      }),
    },
    PledgeConnection,
  ),
)

type Filter = { states?: (typeof PledgeState.$inferType)[] | null }

builder.objectField('Viewer', 'pledges', (t) => {
  const whereOf = (ctx: Parameters<typeof personOf>[0], { states }: Filter) => ({
    AND: [
      policy.readable(ctx.viewer),
      { byUserId: personOf(ctx).userId },
      states ? { state: { in: states } } : {},
    ],
  })
  return t.prismaConnection(
    {
      type: 'Pledge',
      cursor: 'id',
      authScopes: { scope: 'pledges:read' },
      description: 'What you pay, newest first.',
      args: { states: t.arg({ type: [PledgeState], ...states }) },
      totalCount: (_viewer, args, ctx) => ctx.db.pledge.count({ where: whereOf(ctx, args) }),
      resolve: (query, _viewer, args, ctx) =>
        ctx.db.pledge.findMany({ ...query, where: whereOf(ctx, args), orderBy: newestFirst }),
    },
    PledgeConnection,
  )
})
