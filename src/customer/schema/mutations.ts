import { builder } from '#builder.ts'
import { limitedBy } from '#graphql/mutation-limits.ts'
import { errorType } from '#graphql/types.ts'
import { IdempotencyConflict } from '#lib/idempotency.ts'
import { rowId } from '#lib/ids.ts'
import { RateLimited } from '#lib/rate-limits.ts'
import { UnsafeReturnAddress } from '#lib/return-address.ts'
import { personOf } from '#lib/viewer.ts'
import { NotAnOrganizationAdmin, OrganizationNotFound } from '#organization/errors.ts'
import { StripeRefused, StripeUnavailable } from '#stripe/errors.ts'
import { BillingEmailMissing, PaymentMethodNotFound } from '../errors.ts'
import * as customers from '../service.ts'

errorType(BillingEmailMissing, 'The organization needs a billing e-mail address first.')
errorType(PaymentMethodNotFound, 'You have no such payment method.')

const DetachPaymentMethodPayload = builder
  .objectRef<{ paymentMethodId: string; userId: string }>('DetachPaymentMethodPayload')
  .implement({
    description: 'The card is yours no more.',
    fields: (t) => ({
      detachedPaymentMethodId: t.exposeString('paymentMethodId', {
        description: 'Stripe’s id of the card.',
      }),
      viewer: t.field({
        type: 'Viewer',
        description: 'You, with the cards that are left.',
        resolve: ({ userId }, _args, { db }) =>
          db.user.findUniqueOrThrow({ where: { id: userId } }),
      }),
    }),
  })

const CreateSetupIntentPayload = builder
  .objectRef<{ setupIntentId: string; clientSecret: string }>('CreateSetupIntentPayload')
  .implement({
    description: 'A card can be added.',
    fields: (t) => ({
      setupIntentId: t.exposeString('setupIntentId', { description: 'Stripe’s id of the intent.' }),
      clientSecret: t.exposeString('clientSecret', {
        description: 'What Stripe.js takes to add the card: `stripe.confirmSetup`.',
      }),
    }),
  })

const CreateCustomerPortalSessionPayload = builder
  .objectRef<{ url: string }>('CreateCustomerPortalSessionPayload')
  .implement({
    description: 'A page of Stripe is ready.',
    fields: (t) => ({
      url: t.expose('url', { type: 'URL', description: 'Its address, for this person alone.' }),
    }),
  })

const refusals = [StripeRefused, StripeUnavailable] as const

builder.mutationFields((t) => ({
  detachPaymentMethod: t.fieldWithInput({
    type: DetachPaymentMethodPayload,
    extensions: limitedBy('customer.change'),
    errors: { types: [RateLimited, PaymentMethodNotFound, ...refusals] },
    authScopes: { scope: 'pledges:write' },
    description: 'Takes one of your cards away, for good.',
    typeOptions: { description: 'Which card.' },
    input: {
      paymentMethodId: t.input.string({
        required: true,
        description: 'Stripe’s id of the card: `PaymentMethod.stripeId`.',
      }),
    },
    resolve: async (_root, { input: { paymentMethodId } }, ctx) => {
      await customers.detach(ctx, paymentMethodId)
      return { paymentMethodId, userId: personOf(ctx).userId }
    },
  }),
  createSetupIntent: t.fieldWithInput({
    type: CreateSetupIntentPayload,
    errors: { types: [RateLimited, IdempotencyConflict, ...refusals] },
    authScopes: { scope: 'pledges:write' },
    description:
      'Lets you add a card with Stripe.js; it can pay later, too. At most 20 times an hour.',
    typeOptions: { description: 'How to begin.' },
    input: {
      idempotencyKey: t.input.string({
        description: 'A text of yours; the same again within a day gives the same answer.',
      }),
    },
    resolve: (_root, { input }, ctx) =>
      customers.createSetupIntent(ctx, input.idempotencyKey ?? null),
  }),
  createCustomerPortalSession: t.fieldWithInput({
    type: CreateCustomerPortalSessionPayload,
    extensions: limitedBy('customer.change'),
    errors: {
      types: [
        RateLimited,
        OrganizationNotFound,
        NotAnOrganizationAdmin,
        BillingEmailMissing,
        UnsafeReturnAddress,
        ...refusals,
      ],
    },
    authScopes: { scope: 'pledges:write' },
    description:
      'Where you, or an organization that you administer, see invoices and change cards at Stripe.',
    typeOptions: { description: 'Whose, and where to go on.' },
    input: {
      organizationId: t.input.globalID({
        description: 'The organization; without one it is your own page.',
      }),
      returnTo: t.input.string({
        description: 'Where the page leads back to: an address or path of the frontend.',
      }),
    },
    resolve: async (_root, { input: { organizationId, returnTo } }, ctx) => ({
      url: await customers.portalUrl(ctx, {
        organizationId: organizationId ? rowId(organizationId, 'Organization') : null,
        returnTo: returnTo ?? null,
      }),
    }),
  }),
}))
