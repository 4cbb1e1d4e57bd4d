import type { Ctx } from '#context.ts'
import { personWith } from '#lib/viewer.ts'

/** What `clientSecret` of a mutation says. */
export const clientSecretDescription =
  'Stripe’s client secret of the payment, as `createPledgePaymentIntent` answered it. Required ' +
  'unless you began the payment while you were signed in.'

/** For who is not signed in as well; a token needs the scope. */
export const forAnybody = {
  authScopes: (_root: object, _args: object, { viewer }: Ctx) =>
    viewer.kind === 'anonymous' || personWith(viewer, 'pledges:write') !== null,
}
