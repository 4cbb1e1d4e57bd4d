import { builder } from '#builder.ts'
import { connectionOf } from '#graphql/connections.ts'
import { loadNodesOf } from '#graphql/nodes.ts'
import * as policy from '../policy.ts'

const BadgeAction = builder.enumType('BadgeAction', {
  description: 'What a run does to the badges of a repository.',
  values: {
    EMBED: { description: 'Gives a badge to open issues that never had one.' },
    REMOVE: { description: 'Takes the badge off open issues without the badge label.' },
    UPDATE: { description: 'Writes the badges of open issues anew.' },
  } as const,
})

const BadgeRunState = builder.enumType('BadgeRunState', {
  description: 'How far a run is.',
  values: {
    QUEUED: { description: 'It has not begun.' },
    RUNNING: { description: 'It goes on.' },
    COMPLETED: { description: 'It is through.' },
    SUPERSEDED: { description: 'Another run of the repository began before it was through.' },
  } as const,
})

type Progress = {
  state: string
  totalCount: number | null
  changedCount: number
  skippedCount: number
  failedCount: number
}

const progressOf = ({ state, totalCount, ...counts }: Progress) => {
  if (state === 'COMPLETED') return 1
  const done = counts.changedCount + counts.skippedCount + counts.failedCount
  return totalCount ? done / totalCount : 0
}

/** A run over the badges of a repository. */
export const BadgeRun = builder.prismaNode('BadgeRun', {
  id: { field: 'id' },
  select: { id: true },
  findUnique: (id, ctx) => ({ id, AND: [policy.readable(ctx.viewer)] }),
  description:
    'One go over the open issues of a repository that changes their badges. Ask for it again to ' +
    'see how far it is. Admins of the organization see it.',
  fields: (t) => ({
    action: t.expose('action', { type: BadgeAction, description: 'What it does.' }),
    state: t.expose('state', { type: BadgeRunState, description: 'How far it is.' }),
    progress: t.float({
      description: 'How much of it is done, from 0 to 1.',
      select: {
        state: true,
        totalCount: true,
        changedCount: true,
        skippedCount: true,
        failedCount: true,
      },
      resolve: progressOf,
    }),
    issueCount: t.exposeInt('totalCount', {
      nullable: true,
      description: 'How many issues it goes through; null until they are counted.',
    }),
    changedCount: t.exposeInt('changedCount', {
      description: 'On how many issues it changed the badge.',
    }),
    skippedCount: t.exposeInt('skippedCount', {
      description: 'How many issues needed no change any more.',
    }),
    failedCount: t.exposeInt('failedCount', {
      description: 'How many issues GitHub did not let us change.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
    completedAt: t.expose('completedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null until then.',
    }),
    repository: t.relation('repository', { description: 'Over whose issues it goes.' }),
  }),
})

loadNodesOf('BadgeRun', (query, ids, ctx) =>
  ctx.db.badgeRun.findMany({
    ...query,
    where: { AND: [policy.readable(ctx.viewer), { id: { in: ids } }] },
  }),
)

const BadgeRunConnection = connectionOf(BadgeRun)

builder.prismaObjectField('Repository', 'badgeRuns', (t) =>
  t.relatedConnection(
    'badgeRuns',
    {
      cursor: 'id',
      totalCount: true,
      description: 'The runs over its badges, newest first. Its admins see them.',
      query: (_args, ctx) => ({
        where: policy.readable(ctx.viewer),
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      }),
    },
    BadgeRunConnection,
  ),
)
