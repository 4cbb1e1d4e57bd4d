import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { booksOf, find, inPlatform, now, rowsOf } from '../act.ts'
import { changeAccount, createAccount, deauthorize } from '../actions/accounts.ts'
import { type Call, endpoint, listAnswer, pageParams } from '../endpoint.ts'
import { invalid, StripeFault } from '../errors.ts'
import {
  address,
  clearable,
  email,
  flag,
  isWithin,
  mergeMetadata,
  metadata,
  range,
  text,
} from '../params.ts'
import { platformId } from '../state.ts'

const linkSeconds = 300

const capability = z.strictObject({ requested: flag })

const fields = {
  email: clearable(email).optional(),
  business_type: z.enum(['company', 'government_entity', 'individual', 'non_profit']).optional(),
  business_profile: z
    .strictObject({
      name: clearable(text).optional(),
      url: clearable(text).optional(),
      product_description: clearable(text).optional(),
      mcc: text.optional(),
    })
    .optional(),
  capabilities: z
    .strictObject({ transfers: capability.optional(), card_payments: capability.optional() })
    .optional(),
  metadata: metadata.optional(),
  tos_acceptance: z.strictObject({ service_agreement: z.enum(['full', 'recipient']) }).optional(),
  settings: z
    .strictObject({
      payouts: z.strictObject({
        schedule: z.strictObject({ interval: z.enum(['manual', 'daily', 'weekly', 'monthly']) }),
      }),
    })
    .optional(),
}

const express = z.strictObject({
  fees: z.strictObject({ payer: z.enum(['account', 'application']) }).optional(),
  losses: z.strictObject({ payments: z.enum(['application', 'stripe']) }).optional(),
  stripe_dashboard: z.strictObject({ type: z.enum(['express', 'full', 'none']) }).optional(),
  requirement_collection: z.enum(['application', 'stripe']).optional(),
})

type Capabilities = { [name: string]: { requested: boolean } | undefined }

const requestedOf = (given: Capabilities = {}) =>
  Object.fromEntries(
    Object.entries(given)
      .filter(([, one]) => one?.requested)
      .map(([name]) => [name, 'inactive' as const]),
  )

/** Who only receives has to agree to that where the platform's country is another one. */
const checkAgreement = (country: string, agreement: string | undefined, requested: object) => {
  const isAbroad = country !== 'US'
  if (agreement === 'recipient' && !isAbroad) {
    throw invalid(
      'The recipient ToS agreement is not supported for platforms in US creating accounts in US.',
      undefined,
      'tos_acceptance',
    )
  }
  if (
    isAbroad &&
    'transfers' in requested &&
    !('card_payments' in requested) &&
    agreement !== 'recipient'
  ) {
    throw invalid(
      `You cannot request the transfers capability without the card_payments capability for accounts in ${country} unless they are under the recipient service agreement.`,
      undefined,
      'capabilities',
    )
  }
}

const accountWith = (call: Call, id: string) => {
  const account = booksOf(inPlatform(call)).accounts.get(id)
  if (account && (call.account === platformId || call.account === id)) return account
  throw new StripeFault(
    403,
    `The provided key does not have access to account '${id}' (or that account does not exist). Application access may have been revoked.`,
    { code: 'account_invalid' },
  )
}

const create = endpoint(
  'POST /v1/accounts',
  {
    ...fields,
    type: z.enum(['express', 'standard', 'custom']).optional(),
    controller: express.optional(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'must be a code of two capital letters')
      .default('US'),
    default_currency: text.optional(),
  },
  (call, given) => {
    const { country, tos_acceptance, business_profile, type = 'express' } = given
    if (given.type !== undefined && given.controller !== undefined) {
      throw invalid(
        'You may not provide the `type` parameter and `controller` parameters simultaneously. They are mutually exclusive.',
      )
    }
    const requested = requestedOf(given.capabilities)
    checkAgreement(country, tos_acceptance?.service_agreement, requested)
    return createAccount(call, {
      country,
      email: given.email ?? null,
      type,
      capabilities: requested,
      metadata: mergeMetadata({}, given.metadata),
      ...(given.default_currency && { default_currency: given.default_currency }),
      ...(given.business_type && { business_type: given.business_type }),
      ...(business_profile && {
        business_profile: {
          mcc: null,
          minority_owned_business_designation: null,
          specified_commercial_transactions_act_url: null,
          name: null,
          product_description: null,
          support_address: null,
          support_email: null,
          support_phone: null,
          support_url: null,
          url: null,
          ...business_profile,
        },
      }),
      ...(tos_acceptance && {
        tos_acceptance: { ...tos_acceptance, date: null, ip: null, user_agent: null },
      }),
    })
  },
)

const linkOf = (call: Call, account: string, back: string, refresh: string) => {
  const token = randomBytes(16).toString('hex')
  const expiresAt = now(call) + linkSeconds
  call.sandbox.state.links.set(token, { account, back, refresh, expiresAt })
  return { token, expiresAt }
}

export const accounts = [
  create,
  endpoint('GET /v1/account', {}, (call) => accountWith(call, call.account)),
  endpoint('GET /v1/accounts/{id}', {}, (call) => accountWith(call, call.id)),
  endpoint('POST /v1/accounts/{id}', fields, (call, given) => {
    const {
      capabilities,
      metadata: more,
      tos_acceptance,
      settings: _,
      business_profile,
      ...changes
    } = given
    const account = accountWith(call, call.id)
    const status = account.details_submitted ? ('active' as const) : ('inactive' as const)
    const requested = Object.keys(requestedOf(capabilities)).map((name) => [name, status])
    return changeAccount(call, account, {
      ...changes,
      capabilities: { ...Object.fromEntries(requested), ...account.capabilities },
      metadata: mergeMetadata(account.metadata ?? {}, more),
      ...(tos_acceptance && { tos_acceptance: { ...account.tos_acceptance, ...tos_acceptance } }),
      ...(business_profile &&
        account.business_profile && {
          business_profile: { ...account.business_profile, ...business_profile },
        }),
    })
  }),
  endpoint('DELETE /v1/accounts/{id}', {}, (call) => {
    const account = accountWith(call, call.id)
    deauthorize(call, account)
    booksOf(inPlatform(call)).accounts.delete(account.id)
    return { id: account.id, object: 'account', deleted: true }
  }),
  endpoint(
    'GET /v1/accounts',
    { ...pageParams, created: range.optional() },
    (call, { created, ...page }) => {
      for (const name of ['starting_after', 'ending_before'] as const) {
        const cursor = page[name]
        if (cursor !== undefined) find(call, 'accounts', cursor, name)
      }
      const connected = rowsOf(call, 'accounts').filter(({ id }) => id !== platformId)
      return listAnswer(
        call,
        connected.filter((one) => isWithin(one.created ?? 0, created)),
        page,
      )
    },
  ),
  endpoint(
    'POST /v1/account_links',
    {
      account: text,
      type: z.enum(['account_onboarding', 'account_update']),
      refresh_url: address,
      return_url: address,
      collection_options: z
        .strictObject({ fields: z.enum(['currently_due', 'eventually_due']) })
        .optional(),
    },
    (call, given) => {
      const account = accountWith(call, given.account)
      const { token, expiresAt } = linkOf(call, account.id, given.return_url, given.refresh_url)
      return {
        object: 'account_link',
        created: now(call),
        expires_at: expiresAt,
        url: `${call.sandbox.config.url}/setup/${token}`,
      }
    },
  ),
  endpoint('POST /v1/accounts/{id}/login_links', {}, (call) => {
    const account = accountWith(call, call.id)
    if (!account.details_submitted) {
      throw invalid('Cannot create a login link for an account that has not completed onboarding.')
    }
    const url = `${call.sandbox.config.url}/express/${account.id}`
    return { object: 'login_link', created: now(call), url }
  }),
]
