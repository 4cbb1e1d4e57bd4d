import { type Act, add, find, newId, now } from '../act.ts'
import type { Behaviour } from '../cards.ts'
import { invalid, StripeFault } from '../errors.ts'
import { emit } from '../events/emit.ts'
import type { PaymentMethod, SetupIntent } from '../tables.ts'
import { attach, cardBehind } from './payment-methods.ts'

const blank = {
  object: 'setup_intent',
  allowed_payment_method_types: null,
  application: null,
  automatic_payment_methods: null,
  cancellation_reason: null,
  customer: null,
  description: null,
  excluded_payment_method_types: null,
  flow_directions: null,
  last_setup_error: null,
  latest_attempt: null,
  livemode: false,
  mandate: null,
  next_action: null,
  on_behalf_of: null,
  payment_method: null,
  payment_method_configuration_details: null,
  payment_method_options: null,
  single_use_mandate: null,
  usage: 'off_session',
} as const

/** A new setup intent, to keep a card for later. */
export const createSetup = (act: Act, given: Partial<SetupIntent>): SetupIntent => {
  const id = newId('seti')
  const setup: SetupIntent = {
    ...blank,
    id,
    client_secret: `${id}_secret_${newId('', 25).slice(1)}`,
    created: now(act),
    metadata: {},
    payment_method_types: ['card'],
    status: given.payment_method ? 'requires_confirmation' : 'requires_payment_method',
    ...given,
  }
  emit(act, 'setup_intent.created', add(act, 'setup_intents', setup))
  return setup
}

const unexpected = (setup: SetupIntent, what: string) => {
  const message = `You cannot ${what} this SetupIntent because it has a status of ${setup.status}.`
  const setup_intent = structuredClone(setup)
  return new StripeFault(400, message, { code: 'setup_intent_unexpected_state', setup_intent })
}

const decline = (
  act: Act,
  setup: SetupIntent,
  { code, declineCode: decline_code, message }: Extract<Behaviour, { kind: 'declines' }>,
) => {
  Object.assign(setup, {
    status: 'requires_payment_method',
    payment_method: null,
    last_setup_error: {
      code: code as NonNullable<SetupIntent['last_setup_error']>['code'],
      decline_code,
      message,
      type: 'card_error',
    },
  } satisfies Partial<SetupIntent>)
  emit(act, 'setup_intent.setup_failed', setup)
  const setup_intent = structuredClone(setup)
  return new StripeFault(402, message, { type: 'card_error', code, decline_code, setup_intent })
}

const succeed = (act: Act, setup: SetupIntent, method: PaymentMethod) => {
  if (setup.customer) attach(act, method, setup.customer)
  setup.status = 'succeeded'
  setup.next_action = null
  setup.last_setup_error = null
  emit(act, 'setup_intent.succeeded', setup)
}

/** Keeps the card. Throws 402 when its bank refuses. */
export const confirmSetup = (act: Act, setup: SetupIntent, returnUrl: string | null) => {
  if (!['requires_confirmation', 'requires_payment_method'].includes(setup.status)) {
    throw unexpected(setup, 'confirm')
  }
  if (setup.payment_method === null) {
    throw invalid('You cannot confirm this SetupIntent because it is missing a payment method.')
  }
  const method = find(act, 'payment_methods', setup.payment_method, 'payment_method')
  const { behaviour } = cardBehind(act, method)
  if (behaviour.kind === 'declines' && !behaviour.attaches) throw decline(act, setup, behaviour)
  if (behaviour.kind !== 'authenticates') {
    succeed(act, setup, method)
    return setup
  }
  const url = `${act.sandbox.config.url}/authenticate/${setup.client_secret}`
  setup.status = 'requires_action'
  setup.next_action = { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url } }
  emit(act, 'setup_intent.requires_action', setup)
  return setup
}

/** What the owner of the card did when the bank asked. */
export const authenticateSetup = (act: Act, setup: SetupIntent, isGiven: boolean) => {
  if (setup.status !== 'requires_action') throw unexpected(setup, 'authenticate')
  const method = find(act, 'payment_methods', setup.payment_method ?? '', 'payment_method')
  if (isGiven) {
    succeed(act, setup, method)
    return setup
  }
  decline(act, setup, {
    kind: 'declines',
    code: 'setup_intent_authentication_failure',
    declineCode: 'authentication_not_handled',
    message: 'We are unable to authenticate your payment method.',
  })
  return setup
}

export const cancelSetup = (act: Act, setup: SetupIntent) => {
  if (['succeeded', 'canceled'].includes(setup.status)) throw unexpected(setup, 'cancel')
  setup.status = 'canceled'
  emit(act, 'setup_intent.canceled', setup)
  return setup
}
