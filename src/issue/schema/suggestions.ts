import { builder } from '#builder.ts'
import type { Ctx } from '#context.ts'
import { costs } from '#graphql/cost.ts'
import { BadUserInput } from '#lib/errors.ts'
import { personOf } from '#lib/viewer.ts'
import * as policy from '../policy.ts'
import { suggestTo } from '../service/suggest.ts'
import { IssueConnection } from './issue.ts'

/** The ids of the suggestions that the viewer may see, the best first. */
const suggestedIds = async (ctx: Ctx): Promise<string[]> => {
  const ids = await suggestTo(ctx, personOf(ctx).userId)
  const visible = await ctx.db.issue.findMany({
    where: { AND: [policy.readable(ctx.viewer), { id: { in: ids } }] },
    select: { id: true },
  })
  const known = new Set(visible.map(({ id }) => id))
  return ids.filter((id) => known.has(id))
}

type Page = { cursor?: { id?: string } | undefined; take?: number | undefined }

/** The ids of a page, as Prisma reads one: from the cursor on, backward if `take` is negative. */
const pageOf = (ids: string[], { cursor, take = 0 }: Page): string[] => {
  const at = cursor?.id === undefined ? null : ids.indexOf(cursor.id)
  if (at !== null && at < 0) {
    throw new BadUserInput('The suggestions have changed: the item of the cursor is not among them')
  }
  if (take >= 0) return ids.slice(at === null ? 0 : at + 1).slice(0, take)
  return ids.slice(0, at ?? ids.length).slice(take)
}

builder.objectField('Viewer', 'suggestedIssues', (t) =>
  t.prismaConnection(
    {
      type: 'Issue',
      cursor: 'id',
      nullable: true,
      authScopes: { scope: 'user:read' },
      extensions: costs({ loads: 3 }),
      description:
        'Issues of public repositories that you starred on GitHub, the most liked first, mixed by ' +
        'repository. Read from GitHub once a day. Null, with an error, while GitHub can’t be ' +
        'asked.',
      totalCount: async (_viewer, _args, ctx) => (await suggestedIds(ctx)).length,
      resolve: async ({ cursor, take, skip: _, ...query }, _viewer, _args, ctx) => {
        const page = pageOf(await suggestedIds(ctx), { cursor, take })
        const rows = await ctx.db.issue.findMany({ ...query, where: { id: { in: page } } })
        const byId = new Map(rows.map((row) => [row.id, row]))
        return page.flatMap((id) => byId.get(id) ?? [])
      },
    },
    IssueConnection,
  ),
)
