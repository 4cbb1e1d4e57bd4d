import { builder } from '#builder.ts'
import type { Ctx } from '#context.ts'
import { connectionOf } from '#graphql/connections.ts'
import { loadNodesOf } from '#graphql/nodes.ts'
import { ExpectedError } from '#lib/errors.ts'
import * as policy from './policy.ts'

const WebhookDeliveryStatus = builder.enumType('WebhookDeliveryStatus', {
  description: 'What became of a webhook.',
  values: {
    RECEIVED: { description: 'Stored; its job is on the way.' },
    PROCESSED: { description: 'Done.' },
    IGNORED: { description: 'Nothing was to be done.' },
  } as const,
})

const WebhookDelivery = builder.prismaNode('WebhookDelivery', {
  id: { field: 'id' },
  findUnique: (id, ctx) => ({ id, AND: [policy.readable(ctx.viewer)] }),
  description: 'A webhook that GitHub sent us. Only staff see it.',
  select: { id: true },
  fields: (t) => ({
    deliveryId: t.exposeString('id', { description: 'GitHub’s id of it.' }),
    event: t.exposeString('event', { description: 'Its event, such as `issues`.' }),
    action: t.exposeString('action', {
      nullable: true,
      description: 'Its action, such as `opened`.',
    }),
    status: t.expose('status', {
      type: WebhookDeliveryStatus,
      description: 'What became of it.',
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why nothing was done; null if something was.',
    }),
    receivedAt: t.expose('receivedAt', { type: 'DateTime', description: 'When it came.' }),
    processedAt: t.expose('processedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was done; null until then.',
    }),
  }),
})

type Filter = { status?: 'RECEIVED' | 'PROCESSED' | 'IGNORED' | null }

const whereOf = ({ status }: Filter, { viewer }: Ctx) => ({
  AND: [policy.readable(viewer), status ? { status } : {}],
})

loadNodesOf('WebhookDelivery', (query, ids, ctx) =>
  ctx.db.webhookDelivery.findMany({
    ...query,
    where: { AND: [policy.readable(ctx.viewer), { id: { in: ids } }] },
  }),
)

builder.queryField('webhookDeliveries', (t) =>
  t.prismaConnection(
    {
      type: 'WebhookDelivery',
      cursor: 'id',
      authScopes: { staff: true },
      // Who is not staff learns nothing of what staff can do.
      unauthorizedError: (_root, _args, { viewer }) =>
        viewer.kind === 'anonymous'
          ? new ExpectedError('UNAUTHENTICATED', 'Sign in first')
          : new ExpectedError('NOT_FOUND', 'There is no such thing'),
      description: 'Webhooks that GitHub sent us, the latest first. For staff.',
      args: {
        status: t.arg({ type: WebhookDeliveryStatus, description: 'Only those in this state.' }),
      },
      totalCount: (_root, args, ctx) => ctx.db.webhookDelivery.count({ where: whereOf(args, ctx) }),
      resolve: (query, _root, args, ctx) =>
        ctx.db.webhookDelivery.findMany({
          ...query,
          where: whereOf(args, ctx),
          orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }],
        }),
    },
    connectionOf(WebhookDelivery),
  ),
)
