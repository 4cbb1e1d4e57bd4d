import { builder } from '#builder.ts'
import { rowId } from '#lib/ids.ts'
import { oldestFirst } from '../list.ts'
import { found } from '../search.ts'
import { PledgeConnection } from './pledge.ts'

type Id = { typename: string; id: string } | null | undefined

type Arguments = {
  organization?: string | null
  repository?: string | null
  issueId?: Id
  byOrganizationId?: Id
}

const searchOf = ({ issueId, byOrganizationId, ...names }: Arguments) => ({
  ...names,
  issueId: issueId && rowId(issueId, 'Issue'),
  byOrganizationId: byOrganizationId && rowId(byOrganizationId, 'Organization'),
})

builder.queryField('pledges', (t) =>
  t.prismaConnection(
    {
      type: 'Pledge',
      cursor: 'id',
      description:
        'The pledges that count, oldest first, of those that you may see. Name at least one of ' +
        'whom or what they are for, and who they are from.',
      args: {
        organization: t.arg.string({
          description: 'Only those for issues of the organization with this login.',
        }),
        repository: t.arg.string({
          description: 'Only those for issues of this repository; needs `organization`.',
        }),
        issueId: t.arg.globalID({ description: 'Only those for this issue.' }),
        byOrganizationId: t.arg.globalID({
          description: 'Only those that this organization pays or is credited with.',
        }),
      },
      totalCount: async (_root, args, ctx) =>
        ctx.db.pledge.count({ where: await found(ctx, searchOf(args)) }),
      resolve: async (query, _root, args, ctx) =>
        ctx.db.pledge.findMany({
          ...query,
          where: await found(ctx, searchOf(args)),
          orderBy: oldestFirst,
        }),
    },
    PledgeConnection,
  ),
)
