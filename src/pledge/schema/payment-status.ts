import type Stripe from 'stripe'
import { builder } from '#builder.ts'

const statuses = {
  REQUIRES_PAYMENT_METHOD: { description: 'Stripe waits for a card.' },
  REQUIRES_CONFIRMATION: { description: 'It has a card, which is not charged yet.' },
  REQUIRES_ACTION: { description: 'The bank asks who pays: go to `nextActionUrl`.' },
  REQUIRES_CAPTURE: { description: 'The money is reserved.' },
  PROCESSING: { description: 'The bank works on it.' },
  SUCCEEDED: { description: 'It is paid.' },
  CANCELED: { description: 'It is given up.' },
} as const

const PaymentStatus = builder.enumType('PaymentStatus', {
  description: 'How far a payment is.',
  values: statuses,
})

const isStatus = (text: string): text is keyof typeof statuses => text in statuses

const statusOf = ({ id, status }: Stripe.PaymentIntent) => {
  const name = status.toUpperCase()
  if (isStatus(name)) return name
  throw new Error(`Stripe has a new status of payments: ${id} is ${status}`)
}

/** How far a payment intent is. */
export const statusField = {
  type: PaymentStatus,
  description: 'How far it is.',
  resolve: statusOf,
} as const

/** Where a payer shows the bank who they are. */
export const nextActionField = {
  type: 'URL',
  nullable: true,
  description: 'Where the payer goes when the bank asks; null if it does not.',
  resolve: ({ next_action }: Stripe.PaymentIntent) => next_action?.redirect_to_url?.url ?? null,
} as const
