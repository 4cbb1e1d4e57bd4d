import type { Issue, Pledge, User } from '#generated/prisma/client.ts'

/** What `whyNotInvoiceable` asks about. */
export type Invoiceable = Pick<
  Pledge,
  'type' | 'state' | 'hostedInvoiceUrl' | 'amountReceived' | 'byOrganizationId'
> & {
  issue: Pick<Issue, 'confirmedSolvedAt'>
  byUser: Pick<User, 'deletedAt'> | null
}

/** Why the invoice of a pledge can't be sent; null if it can. */
export const whyNotInvoiceable = (pledge: Invoiceable): string | null => {
  const { type, state, hostedInvoiceUrl, amountReceived, issue, byUser } = pledge
  if (type !== 'PAY_ON_COMPLETION') return 'Only pledges on completion are paid by an invoice'
  if (hostedInvoiceUrl !== null || amountReceived !== null) return 'Its invoice was sent already'
  if (state !== 'CREATED') return 'Only a pledge that still stands is asked for'
  if (!issue.confirmedSolvedAt) return 'Its maintainers have yet to say that the issue is solved'
  if (!pledge.byOrganizationId && (!byUser || byUser.deletedAt))
    return 'Nobody is left who would pay'
  return null
}
