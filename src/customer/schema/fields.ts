import { builder } from '#builder.ts'
import { connectionOf } from '#graphql/connections.ts'
import { costs } from '#graphql/cost.ts'
import { cursorsOf } from '#graphql/list-cursors.ts'
import { pageOfList } from '#graphql/list-pages.ts'
import { Money } from '#graphql/types.ts'
import * as policy from '../policy.ts'
import * as customers from '../service.ts'

const PaymentMethod = builder.objectRef<customers.Card>('PaymentMethod').implement({
  description: 'A card that you can pay with again. Stripe has it; we know no more than this.',
  fields: (t) => ({
    stripeId: t.exposeString('stripeId', { description: 'Stripe’s id of it.' }),
    brand: t.exposeString('brand', { description: 'Whose card it is, such as `visa`.' }),
    last4: t.exposeString('last4', { description: 'The last four digits of its number.' }),
    expiryMonth: t.exposeInt('expiryMonth', {
      description: 'The month at whose end it expires, 1 to 12.',
    }),
    expiryYear: t.exposeInt('expiryYear', { description: 'The year in which it expires.' }),
  }),
})

builder.objectField('Viewer', 'paymentMethods', (t) =>
  t.connection(
    {
      type: PaymentMethod,
      authScopes: { scope: 'pledges:read' },
      extensions: { ...costs({ loads: 2, each: 500 }), ...cursorsOf(/PaymentMethod/, /.{1,255}/) },
      description: 'Your cards, the newest first, of the newest 1000. Read from Stripe.',
      resolve: async ({ id }, args, ctx) =>
        pageOfList(await customers.list(ctx, id), args, {
          list: 'PaymentMethod',
          keyOf: ({ stripeId }) => stripeId,
        }),
    },
    connectionOf(PaymentMethod),
  ),
)

builder.prismaObjectFields('Organization', (t) => ({
  credit: t.field({
    type: Money,
    nullable: true,
    extensions: costs({ loads: 1, each: 500 }),
    description:
      'What we owe it, and take off its next invoices; below zero: what it owes us, and pays with ' +
      'the next one. Its admins see it; null for others. Read from Stripe, for at most 20 ' +
      'organizations in an operation.',
    select: { id: true, stripeCustomerId: true },
    resolve: async ({ id, stripeCustomerId }, _args, ctx) =>
      policy.canReadCredit(ctx.viewer, id)
        ? { amount: await customers.creditOf(ctx, stripeCustomerId) }
        : null,
  }),
}))
