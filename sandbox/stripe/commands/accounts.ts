import { z } from 'zod'
import { find, ownAct } from '../act.ts'
import { changeAccount, deauthorize, onboard } from '../actions/accounts.ts'
import { failPayout, payOut, payPayout } from '../actions/payouts.ts'
import type { Sandbox } from '../state.ts'
import { command } from './command.ts'

const account = z.string().startsWith('acct_')

const payoutOf = (sandbox: Sandbox, given: { account: string; id: string }) => {
  const act = ownAct(sandbox, given.account)
  return { act, payout: find(act, 'payouts', given.id) }
}

export const accountCommands = {
  /** How somebody comes out of Stripe's pages for new accounts. */
  onboard: command(
    z.strictObject({
      account,
      outcome: z.enum(['complete', 'incomplete', 'restricted']).default('complete'),
    }),
    (sandbox, given) => {
      const act = ownAct(sandbox)
      return structuredClone(onboard(act, find(act, 'accounts', given.account), given.outcome))
    },
  ),
  /** What somebody, or Stripe, changes in an account. */
  changeAccount: command(
    z.strictObject({
      account,
      email: z.string().optional(),
      default_currency: z.string().length(3).optional(),
      charges_enabled: z.boolean().optional(),
      payouts_enabled: z.boolean().optional(),
      details_submitted: z.boolean().optional(),
      transfers: z.enum(['active', 'inactive', 'pending']).optional(),
    }),
    (sandbox, { account: id, transfers, ...changes }) => {
      const act = ownAct(sandbox)
      const row = find(act, 'accounts', id)
      const capabilities = transfers && { ...row.capabilities, transfers }
      return structuredClone(changeAccount(act, row, { ...changes, capabilities }))
    },
  ),
  /** Somebody takes the account away from the platform. */
  disconnect: command(z.strictObject({ account }), (sandbox, given) => {
    const act = ownAct(sandbox)
    deauthorize(act, find(act, 'accounts', given.account))
    sandbox.state.books.get(act.account)?.accounts.delete(given.account)
  }),
  /** Stripe pays an account all that is available, by its schedule; it arrives unless held back. */
  payOut: command(
    z.strictObject({ account, currency: z.string().length(3), arrives: z.boolean().default(true) }),
    (sandbox, given) => {
      const act = ownAct(sandbox, given.account)
      const payout = payOut(act, given.currency)
      return structuredClone(given.arrives ? payPayout(act, payout) : payout)
    },
  ),
  payPayout: command(z.strictObject({ account, id: z.string() }), (sandbox, given) => {
    const { act, payout } = payoutOf(sandbox, given)
    return structuredClone(payPayout(act, payout))
  }),
  failPayout: command(
    z.strictObject({ account, id: z.string(), code: z.string().default('account_closed') }),
    (sandbox, { code, ...given }) => {
      const { act, payout } = payoutOf(sandbox, given)
      return structuredClone(failPayout(act, payout, code))
    },
  ),
}
