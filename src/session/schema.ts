import { builder } from '#builder.ts'
import { connectionOf } from '#graphql/connections.ts'
import { loadNodesOf } from '#graphql/nodes.ts'
import { errorType } from '#graphql/types.ts'
import { rowId } from '#lib/ids.ts'
import { personOf } from '#lib/viewer.ts'
import { SessionNotFound } from './errors.ts'
import * as policy from './policy.ts'
import * as sessions from './service.ts'

errorType(SessionNotFound, 'You have no such session.')

const Session = builder.prismaNode('Session', {
  id: { field: 'id' },
  select: { id: true },
  findUnique: (id, ctx) => ({ id, AND: [policy.readable(ctx.viewer)] }),
  description: 'A browser in which you are signed in.',
  fields: (t) => ({
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When you signed in.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      description: 'When it was used last, to the hour.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'When it ends unless it is used before.',
    }),
    userAgent: t.exposeString('userAgent', {
      nullable: true,
      description: 'What the browser said of itself.',
    }),
    isCurrent: t.boolean({
      description: 'Whether it is the one that asks.',
      select: { id: true },
      resolve: ({ id }, _args, { viewer }) => viewer.kind === 'user' && viewer.sessionId === id,
    }),
  }),
})

loadNodesOf('Session', (query, ids, ctx) =>
  ctx.db.session.findMany({
    ...query,
    where: { AND: [policy.readable(ctx.viewer), { id: { in: ids } }] },
  }),
)

const SessionConnection = connectionOf(Session)

builder.objectField('Viewer', 'sessions', (t) =>
  t.prismaConnection(
    {
      type: 'Session',
      cursor: 'id',
      authScopes: { session: true },
      description: 'Browsers in which you are signed in, the latest first.',
      totalCount: (_viewer, _args, ctx) =>
        ctx.db.session.count({ where: policy.readable(ctx.viewer) }),
      resolve: (query, _viewer, _args, ctx) =>
        ctx.db.session.findMany({
          ...query,
          where: policy.readable(ctx.viewer),
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        }),
    },
    SessionConnection,
  ),
)

const RevokeSessionPayload = builder
  .objectRef<{ sessionId: string }>('RevokeSessionPayload')
  .implement({
    description: 'The session was ended.',
    fields: (t) => ({
      revokedSessionId: t.globalID({
        description: 'Which.',
        resolve: ({ sessionId }) => ({ type: 'Session', id: sessionId }),
      }),
    }),
  })

const SignOutEverywherePayload = builder
  .objectRef<{ revokedCount: number }>('SignOutEverywherePayload')
  .implement({
    description: 'The sessions were ended.',
    fields: (t) => ({
      revokedCount: t.exposeInt('revokedCount', { description: 'How many.' }),
    }),
  })

builder.mutationFields((t) => ({
  revokeSession: t.fieldWithInput({
    type: RevokeSessionPayload,
    errors: { types: [SessionNotFound] },
    authScopes: { session: true },
    description: 'Ends one of your sessions.',
    typeOptions: { description: 'Which session to end.' },
    input: {
      sessionId: t.input.globalID({ required: true, description: 'The session.' }),
    },
    resolve: async (_root, { input }, ctx) => {
      const sessionId = rowId(input.sessionId, 'Session')
      await sessions.revoke(ctx, personOf(ctx).userId, sessionId)
      return { sessionId }
    },
  }),
  signOutEverywhere: t.fieldWithInput({
    type: SignOutEverywherePayload,
    errors: {},
    authScopes: { session: true },
    description: 'Ends your sessions in all browsers.',
    typeOptions: { description: 'Which sessions to end.' },
    input: {
      keepCurrent: t.input.boolean({
        defaultValue: false,
        description: 'Whether to stay signed in here.',
      }),
    },
    resolve: async (_root, { input }, ctx) => {
      const { userId, sessionId } = personOf(ctx)
      const kept = input.keepCurrent ? sessionId : null
      const revokedCount = await ctx.transaction((tx) => sessions.revokeAll(tx, userId, kept))
      return { revokedCount }
    },
  }),
}))
