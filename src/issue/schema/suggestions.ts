import { builder } from '#builder.ts'
import { costs } from '#graphql/cost.ts'
import { personOf } from '#lib/viewer.ts'
import * as policy from '../policy.ts'
import { suggestTo } from '../service/suggest.ts'

builder.objectField('Viewer', 'suggestedIssues', (t) =>
  t.prismaField({
    type: ['Issue'],
    nullable: true,
    authScopes: { scope: 'user:read' },
    extensions: { maximumItems: 60, ...costs({ loads: 2 }) },
    description:
      'Issues of public repositories that you starred on GitHub, the most liked first, mixed by ' +
      'repository. At most 60. Read from GitHub once a day. Null, with an error, while GitHub ' +
      'can’t be asked.',
    resolve: async (query, _viewer, _args, ctx) => {
      const ids = await suggestTo(ctx, personOf(ctx).userId)
      const rows = await ctx.db.issue.findMany({
        ...query,
        where: { AND: [policy.readable(ctx.viewer), { id: { in: ids } }] },
      })
      const byId = new Map(rows.map((row) => [row.id, row]))
      return ids.flatMap((id) => byId.get(id) ?? [])
    },
  }),
)
