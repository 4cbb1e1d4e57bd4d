import { type Act, add, inAccount, inPlatform, newId, now } from '../act.ts'
import { invalid } from '../errors.ts'
import { change, emit } from '../events/emit.ts'
import type { Account } from '../tables.ts'

const currencies: Record<string, string> = {
  AU: 'aud',
  CA: 'cad',
  CH: 'chf',
  GB: 'gbp',
  JP: 'jpy',
  SE: 'sek',
  US: 'usd',
}

const euroCountries = 'AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK'.split(' ')

/** What an account in a country is paid in. Throws 400 where Stripe has no such accounts. */
export const currencyOf = (country: string): string => {
  const currency = euroCountries.includes(country) ? 'eur' : currencies[country]
  if (currency) return currency
  throw invalid(`Country '${country}' is unknown.`, 'country_unsupported', 'country')
}

const needed = [
  'business_profile.url',
  'external_account',
  'individual.first_name',
  'individual.last_name',
  'tos_acceptance.date',
  'tos_acceptance.ip',
]

type Requirements = NonNullable<Account['requirements']>

/** What Stripe still wants to know; nothing of it keeps an account back. */
const requirementsOf = (due: string[], reason: Requirements['disabled_reason']): Requirements => ({
  alternatives: [],
  current_deadline: null,
  currently_due: due,
  disabled_reason: reason,
  errors: [],
  eventually_due: due,
  past_due: reason === null ? [] : due,
  pending_verification: [],
})

type Given = Partial<Account> & { country: string; email: string | null }

/** A connected account that has told nothing of itself yet ("Using Connect with Express accounts"). */
export const createAccount = (act: Act, given: Given): Account => {
  const account: Account = {
    id: newId('acct', 16),
    object: 'account',
    business_profile: null,
    business_type: null,
    capabilities: {},
    charges_enabled: false,
    created: now(act),
    default_currency: currencyOf(given.country),
    details_submitted: false,
    metadata: {},
    payouts_enabled: false,
    requirements: requirementsOf(needed, 'requirements.past_due'),
    tos_acceptance: { date: null, ip: null, user_agent: null },
    type: 'express',
    ...given,
  }
  return add(inPlatform(act), 'accounts', account)
}

/** Changes an account; it is told as happening in that account. */
export const changeAccount = (act: Act, account: Account, changes: Partial<Account>): Account =>
  change(inAccount(act, account.id), 'account.updated', account, changes)

const withCapabilities = (account: Account, status: 'active' | 'inactive' | 'pending') =>
  Object.fromEntries(Object.keys(account.capabilities ?? {}).map((name) => [name, status]))

export type Outcome = 'complete' | 'incomplete' | 'restricted'

/** How somebody leaves Stripe's pages: all told; not all told; or told, but Stripe has doubts. */
export const onboard = (act: Act, account: Account, outcome: Outcome): Account => {
  const isGood = outcome === 'complete'
  const due = { complete: [], incomplete: needed, restricted: ['individual.verification.document'] }
  const reasons = {
    complete: null,
    incomplete: 'requirements.past_due',
    restricted: 'requirements.past_due',
  }
  return changeAccount(act, account, {
    business_type: account.business_type ?? 'individual',
    capabilities: withCapabilities(account, isGood ? 'active' : 'inactive'),
    charges_enabled: isGood,
    details_submitted: outcome !== 'incomplete',
    payouts_enabled: isGood,
    requirements: requirementsOf(due[outcome], reasons[outcome] as Requirements['disabled_reason']),
    tos_acceptance: { ...account.tos_acceptance, date: now(act), ip: '127.0.0.1' },
  })
}

/** Somebody disconnects, or the platform gives an account up. */
export const deauthorize = (act: Act, account: Account) => {
  emit(inAccount(act, account.id), 'account.application.deauthorized', {
    id: 'ca_sandbox',
    object: 'application',
    name: 'Sandbox',
  })
}
