/** What happens when a card is charged. */
export type Behaviour =
  | { kind: 'pays'; isAvailable?: boolean }
  | { kind: 'declines'; code: string; declineCode: string; message: string; attaches?: boolean }
  | { kind: 'authenticates'; afterwards?: Declining }
  | { kind: 'disputes'; reason: string }
  | { kind: 'refundFails' }

type Declining = Extract<Behaviour, { kind: 'declines' }>

export type TestCard = {
  /** `pm_card_visa`. */
  token: string
  number: string
  brand: string
  country: string
  funding: string
  /** What it is good for, for a page that shows a choice. */
  label: string
  behaviour: Behaviour
}

const declined = (code: string, declineCode: string, message: string): Declining => ({
  kind: 'declines',
  code,
  declineCode,
  message,
})

const generic = declined('card_declined', 'generic_decline', 'Your card was declined.')
const poor = declined('card_declined', 'insufficient_funds', 'Your card has insufficient funds.')

const pays: Behaviour = { kind: 'pays' }

const card = (
  token: string,
  number: string,
  label: string,
  more: Partial<TestCard> = {},
): TestCard => ({
  token: `pm_card_${token}`,
  number,
  label,
  brand: 'visa',
  country: 'US',
  funding: 'credit',
  behaviour: pays,
  ...more,
})

/** The cards of "Testing" in Stripe's documentation, as far as we have a use for them. */
export const testCards: TestCard[] = [
  card('visa', '4242424242424242', 'Pays'),
  card('visa_debit', '4000056655665556', 'Pays, debit', { funding: 'debit' }),
  card('mastercard', '5555555555554444', 'Pays, Mastercard', { brand: 'mastercard' }),
  card('amex', '378282246310005', 'Pays, American Express', { brand: 'amex' }),
  card('de', '4000002760000016', 'Pays, Germany', { country: 'DE' }),
  card('fr', '4000002500000003', 'Pays, France', { country: 'FR' }),
  card('gb', '4000008260000000', 'Pays, United Kingdom', { country: 'GB' }),
  card('bypassPending', '4000000000000077', 'Pays, available at once', {
    behaviour: { kind: 'pays', isAvailable: true },
  }),
  card('chargeDeclined', '4000000000000002', 'Declined', { behaviour: generic }),
  card('chargeDeclinedInsufficientFunds', '4000000000009995', 'Declined, no funds', {
    behaviour: poor,
  }),
  card('chargeDeclinedLostCard', '4000000000009987', 'Declined, lost', {
    behaviour: declined('card_declined', 'lost_card', 'Your card was declined.'),
  }),
  card('chargeDeclinedExpiredCard', '4000000000000069', 'Declined, expired', {
    behaviour: declined('expired_card', 'expired_card', 'Your card has expired.'),
  }),
  card('chargeDeclinedIncorrectCvc', '4000000000000127', 'Declined, wrong code', {
    behaviour: declined(
      'incorrect_cvc',
      'incorrect_cvc',
      "Your card's security code is incorrect.",
    ),
  }),
  card('chargeDeclinedProcessingError', '4000000000000119', 'Declined, processing error', {
    behaviour: declined(
      'processing_error',
      'processing_error',
      'An error occurred while processing your card. Try again in a little bit.',
    ),
  }),
  card('chargeCustomerFail', '4000000000000341', 'Can be kept, but is declined', {
    behaviour: { ...generic, attaches: true },
  }),
  card('authenticationRequired', '4000002760003184', 'Asks who pays', {
    behaviour: { kind: 'authenticates' },
  }),
  card(
    'authenticationRequiredChargeDeclinedInsufficientFunds',
    '4000008260003178',
    'Asks who pays, then declined',
    { behaviour: { kind: 'authenticates', afterwards: poor } },
  ),
  card('createDispute', '4000000000000259', 'Pays, disputed as fraud', {
    behaviour: { kind: 'disputes', reason: 'fraudulent' },
  }),
  card('createDisputeProductNotReceived', '4000000000002685', 'Pays, disputed as not received', {
    behaviour: { kind: 'disputes', reason: 'product_not_received' },
  }),
  card('refundFail', '4000000000005126', 'Pays, a refund fails later', {
    behaviour: { kind: 'refundFails' },
  }),
]

const other: Record<string, string> = {
  pm_card_us: 'pm_card_visa',
  pm_card_visa_chargeDeclined: 'pm_card_chargeDeclined',
  pm_card_threeDSecure2Required: 'pm_card_authenticationRequired',
}

export const cardByToken = (token: string): TestCard | undefined => {
  const name = other[token] ?? token
  return testCards.find((one) => one.token === name)
}

export const cardByNumber = (number: string): TestCard | undefined =>
  testCards.find((one) => one.number === number.replaceAll(/[ -]/g, ''))
