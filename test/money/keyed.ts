import { decodeId, encodeId } from '#lib/ids.ts'
import * as payoutAccounts from '#payout-account/service.ts'
import * as pledges from '#pledge/service.ts'
import { platformId } from '../../sandbox/stripe/state.ts'
import { createCast, type Person } from './cast.ts'
import type { Visitor } from './door.ts'
import { confirm, payInBrowser, promise, splitsFor, usd } from './journey.ts'
import type { QuietPlace } from './quiet.ts'

import {
  atStripe,
  begun,
  type Count,
  collective,
  disputed,
  inLedger,
  owed,
  paid,
  rewarded,
} from './worlds.ts'

/** A mutation that is about to be sent. */
export type Prepared = {
  who: Visitor
  input: object
  /** What makes it another request; null where a key is all that it takes. */
  change: object | null
  /** How many there are of what it makes, one number for each thing. */
  counts: Count[]
  /** What we learn of it in another way, while its answer is lost. */
  meanwhile?: () => Promise<void>
}

type Keyed = {
  /** What is read of its payload. */
  payload: string
  /** A request to Stripe that it makes, by the start of its path. */
  asks?: string
  prepare: (place: QuietPlace, staff: Person) => Promise<Prepared>
}

const whole = 'pledge { id state amount { amount } }'
const intentPayload = 'paymentIntentId amount { amount } clientSecret'

/** Every mutation with an `idempotencyKey`, by its name. */
export const keyed: Record<string, Keyed> = {
  createPledgePaymentIntent: {
    payload: intentPayload,
    asks: '/v1/payment_intents',
    prepare: async (place) => {
      const { issues, backer: who } = await createCast(place.app)
      return {
        who,
        input: { issueId: issues[0], amount: usd(10_000), paymentMethodId: 'pm_card_visa' },
        change: { amount: usd(9_999) },
        counts: [atStripe(place, 'payment_intents'), atStripe(place, 'charges')],
      }
    },
  },
  updatePledgePaymentIntent: {
    payload: intentPayload,
    asks: '/v1/payment_intents',
    prepare: async (place) => {
      const { who, paymentIntentId } = await begun(place)
      const path = `/v1/payment_intents/${paymentIntentId}`
      const changes = () =>
        place.bank.control.countRequests({ path, exact: true, method: 'POST' }).byStatus['200'] ?? 0
      return {
        who,
        input: { paymentIntentId, amount: usd(8_000) },
        change: { amount: usd(7_999) },
        counts: [changes],
      }
    },
  },
  payPledgePaymentIntent: {
    payload: 'paymentIntentId status',
    asks: '/v1/payment_intents',
    prepare: async (place) => {
      const { who, paymentIntentId } = await begun(place)
      return {
        who,
        input: { paymentIntentId, paymentMethodId: 'pm_card_visa' },
        change: { paymentMethodId: 'pm_card_mastercard' },
        counts: [atStripe(place, 'charges')],
        meanwhile: () => pledges.reconcile(place.app.ctx, paymentIntentId),
      }
    },
  },
  createPledge: {
    payload: whole,
    prepare: async (place) => {
      const { issues, backer: who } = await createCast(place.app)
      const pay = () => payInBrowser(place.stage, { issueId: issues[0], amount: 10_000 }, who)
      return {
        who,
        input: { paymentIntentId: await pay() },
        change: { paymentIntentId: await pay() },
        counts: [() => place.app.db.pledge.count(), inLedger(place, 'PAYMENT')],
      }
    },
  },
  createPledgeOnCompletion: {
    payload: whole,
    prepare: async (place) => {
      const { issues, backer: who } = await createCast(place.app)
      return {
        who,
        input: { issueId: issues[0], amount: usd(10_000) },
        change: { amount: usd(9_999) },
        counts: [() => place.app.db.pledge.count()],
      }
    },
  },
  createPledgeInvoice: {
    payload: 'pledge { id hostedInvoiceUrl }',
    asks: '/v1/invoices',
    prepare: async (place) => {
      const { stage } = place
      const cast = await createCast(place.app)
      const [issueId] = cast.issues
      const give = async () =>
        encodeId('Pledge', await promise(stage, { issueId, amount: 5_000 }, cast.backer))
      const [pledgeId, other] = [await give(), await give()]
      await confirm(stage, { issueId, cast, solver: cast.solver })
      return {
        who: cast.backer,
        input: { pledgeId },
        change: { pledgeId: other },
        counts: [atStripe(place, 'invoices'), atStripe(place, 'invoiceitems')],
        meanwhile: () => pledges.sendInvoice(place.app.ctx, decodeId(pledgeId).id),
      }
    },
  },
  disputePledge: {
    payload: whole,
    prepare: async (place) => {
      const { cast, pledgeId } = await paid(place)
      return {
        who: cast.backer,
        input: { pledgeId, reason: 'It does not work' },
        change: { reason: 'It works' },
        counts: [disputed(place)],
      }
    },
  },
  markPledgeDisputed: {
    payload: whole,
    prepare: async (place, who) => {
      const { pledgeId } = await paid(place)
      return {
        who,
        input: { pledgeId, reason: 'It does not work' },
        change: { reason: 'It works' },
        counts: [disputed(place)],
      }
    },
  },
  refundPledge: {
    payload: whole,
    asks: '/v1/refunds',
    prepare: async (place, who) => {
      const { pledgeId, intent } = await paid(place)
      return {
        who,
        input: { pledgeId },
        change: { amount: usd(4_000) },
        counts: [atStripe(place, 'refunds'), inLedger(place, 'REFUND')],
        meanwhile: () => pledges.reconcile(place.app.ctx, intent),
      }
    },
  },
  confirmIssueSolved: {
    payload: 'issue { id rewards { nodes { id share } } }',
    prepare: async (place) => {
      const cast = await createCast(place.app)
      const { admin: who, organization: organizationId } = cast
      return {
        who,
        input: { issueId: cast.issues[0], splits: [{ share: 1_000, organizationId }] },
        change: { splits: splitsFor(cast, cast.solver) },
        counts: [() => place.app.db.issueReward.count()],
      }
    },
  },
  payReward: {
    payload: 'reward { id state amount { amount } paidAt }',
    prepare: async (place, who) => {
      const { first, second } = await rewarded(place)
      return {
        who,
        input: { rewardId: encodeId('Reward', first) },
        change: { rewardId: encodeId('Reward', second) },
        counts: [inLedger(place, 'TRANSFER')],
      }
    },
  },
  createPayoutAccount: {
    payload: 'payoutAccount { id stripeId }',
    asks: '/v1/accounts',
    prepare: async (place) => {
      const { solver: who } = await createCast(place.app)
      return {
        who,
        input: { type: 'STRIPE', country: 'US' },
        change: { country: 'DE' },
        counts: [() => place.app.db.payoutAccount.count(), atStripe(place, 'accounts')],
        meanwhile: async () => {
          const [id = ''] = [
            ...(place.bank.state.books.get(platformId)?.accounts.keys() ?? []),
          ].slice(-1)
          await payoutAccounts.refresh(place.app.ctx, id)
        },
      }
    },
  },
  createSetupIntent: {
    payload: 'clientSecret',
    asks: '/v1/setup_intents',
    prepare: async (place) => {
      const { backer: who } = await createCast(place.app)
      const counts = [atStripe(place, 'setup_intents'), atStripe(place, 'customers')]
      return { who, input: {}, change: null, counts }
    },
  },
  recordOpenCollectivePayout: {
    payload: 'transaction { id kind }',
    prepare: async (place, who) => {
      const { transactionIds, payoutAccountId } = await collective(place, who)
      return {
        who,
        input: { payoutAccountId, transactionIds },
        change: {
          payoutAccountId: encodeId('PayoutAccount', decodeId(transactionIds[0] ?? '').id),
        },
        counts: [inLedger(place, 'PAYOUT')],
      }
    },
  },
  writeOffTransferReversal: {
    payload: 'transaction { id kind note }',
    prepare: async (place, who) => ({
      who,
      input: {
        transactionId: encodeId('LedgerTransaction', await owed(place, who)),
        note: 'It is spent',
      },
      change: { note: 'It is gone' },
      counts: [inLedger(place, 'ADJUSTMENT')],
    }),
  },
}
