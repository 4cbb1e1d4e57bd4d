import { z } from 'zod'
import { find, now, ownAct } from '../act.ts'
import { completeSession } from '../actions/checkout.ts'
import { renewUntil } from '../actions/clocks.ts'
import { loseDispute, openDispute, winDispute } from '../actions/disputes.ts'
import { authenticate, confirm } from '../actions/pay.ts'
import { methodFor } from '../actions/payment-methods.ts'
import { failRefund, refundCharge } from '../actions/refunds.ts'
import { authenticateSetup } from '../actions/setup-intents.ts'
import { StripeFault } from '../errors.ts'
import type { Sandbox } from '../state.ts'
import type { PaymentIntent } from '../tables.ts'
import { command, withoutInput } from './command.ts'

const byId = z.strictObject({ id: z.string() })

const pay = (sandbox: Sandbox, intent: PaymentIntent, card: string) => {
  const act = ownAct(sandbox)
  intent.payment_method = methodFor(act, card).id
  try {
    return structuredClone(confirm(act, intent))
  } catch (error) {
    // A declined card is an outcome: the intent has it.
    if (error instanceof StripeFault && error.status === 402) return structuredClone(intent)
    throw error
  }
}

export const paymentCommands = {
  /** Somebody fills in a checkout page. Throws when the card is declined. */
  completeCheckout: command(
    z.strictObject({
      id: z.string(),
      card: z.string().default('pm_card_visa'),
      email: z.email().optional(),
      name: z.string().optional(),
      country: z.string().length(2).optional(),
    }),
    (sandbox, { id, ...buyer }) => {
      const act = ownAct(sandbox)
      return structuredClone(completeSession(act, find(act, 'sessions', id), buyer))
    },
  ),
  /** Moves the sandbox's own time on; subscriptions without a test clock renew. */
  advanceTime: command(z.strictObject({ to: z.number().int().min(0) }), (sandbox, { to }) => {
    const act = ownAct(sandbox)
    if (to < now(act)) throw new Error('Time only goes forward')
    renewUntil(act, null, to)
    sandbox.state.settings.now = to
  }),
  /** A payer pays a payment intent with a test card, as on a page of ours. */
  payIntent: command(
    z.strictObject({ id: z.string(), card: z.string().default('pm_card_visa') }),
    (sandbox, { id, card }) => pay(sandbox, find(ownAct(sandbox), 'payment_intents', id), card),
  ),
  /** The payer's answer to the bank that asks who pays, for a payment or setup intent. */
  authenticate: command(
    z.strictObject({ id: z.string(), isGiven: z.boolean().default(true) }),
    (sandbox, { id, isGiven }) => {
      const act = ownAct(sandbox)
      return structuredClone(
        id.startsWith('seti_')
          ? authenticateSetup(act, find(act, 'setup_intents', id), isGiven)
          : authenticate(act, find(act, 'payment_intents', id), isGiven),
      )
    },
  ),
  /** Somebody gives a charge back in Stripe's dashboard. */
  refundCharge: command(
    z.strictObject({ charge: z.string(), amount: z.number().int().positive().optional() }),
    (sandbox, { charge, amount }) => {
      const act = ownAct(sandbox)
      return structuredClone(refundCharge(act, find(act, 'charges', charge), { amount }))
    },
  ),
  failRefund: command(byId, (sandbox, { id }) => {
    const act = ownAct(sandbox)
    return structuredClone(failRefund(act, find(act, 'refunds', id)))
  }),
  disputeCharge: command(
    z.strictObject({
      charge: z.string(),
      reason: z.string().default('fraudulent'),
      amount: z.number().int().positive().optional(),
    }),
    (sandbox, { charge, ...given }) => {
      const act = ownAct(sandbox)
      return structuredClone(openDispute(act, find(act, 'charges', charge), given))
    },
  ),
  winDispute: command(byId, (sandbox, { id }) => {
    const act = ownAct(sandbox)
    return structuredClone(winDispute(act, find(act, 'disputes', id)))
  }),
  loseDispute: command(byId, (sandbox, { id }) => {
    const act = ownAct(sandbox)
    return structuredClone(loseDispute(act, find(act, 'disputes', id)))
  }),
  /** Makes all money available that waits, in every account. */
  settleFunds: command(withoutInput, (sandbox) => {
    for (const [account, { balance_transactions: rows }] of sandbox.state.books) {
      const time = now(ownAct(sandbox, account))
      for (const row of rows.values()) row.available_on = Math.min(row.available_on, time)
    }
  }),
}
