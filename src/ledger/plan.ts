import { portion, split } from '#lib/money.ts'
import { MoreThanLeft } from './errors.ts'
import type { Funding, OpenTransfer } from './funding.ts'

/** What of a transfer goes back: from the payee, from the platform's part, and both. Cents. */
export type ReversalPlan = { transfer: OpenTransfer; net: bigint; fee: bigint; gross: bigint }

/** How a refund or dispute is borne. Cents. */
export type ReturnPlan = { tax: bigint; untaxed: bigint; reversals: ReversalPlan[] }

/**
 * Who bears it when so much of a payment, with tax, goes back to its backer: each part in proportion
 * to what is left of the payment. Tax and what payees give back is rounded down; the cents that are
 * missing come from the platform's part. When all that is left goes back, all is reversed. Throws
 * MoreThanLeft.
 */
export const planReturn = (funding: Funding, amount: bigint): ReturnPlan => {
  const { left, taxLeft, held, transfers } = funding
  if (amount <= 0n) throw new RangeError(`${amount} can't be given back`)
  if (amount > left) throw new MoreThanLeft(amount, left)
  const tax = portion(taxLeft, amount, left)
  const untaxed = amount - tax
  const [, ...grosses] = split(untaxed, [held, ...transfers.map(({ gross }) => gross)])
  const reversals = transfers.map((transfer, place) => {
    const net = portion(transfer.net, amount, left)
    const gross = grosses[place] ?? 0n
    return { transfer, net, gross, fee: gross - net }
  })
  return {
    tax,
    untaxed,
    reversals: reversals.filter(({ net, gross }) => net !== 0n || gross !== 0n),
  }
}
