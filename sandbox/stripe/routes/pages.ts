import { type Handle, type Route, route } from '../../lib/router.ts'
import { booksOf, find, now, ownAct } from '../act.ts'
import { type Outcome, onboard } from '../actions/accounts.ts'
import { balanceOf } from '../actions/balance.ts'
import { expressPage, onboardingPage } from '../pages/onboarding.ts'
import { stripeOverview } from '../pages/overview.ts'
import { money, notFoundPage } from '../pages/parts.ts'
import type { Sandbox } from '../state.ts'
import { payingPages } from './paying.ts'

const redirect = (location: string) => ({
  status: 303,
  headers: { location, 'cache-control': 'no-store' },
})

export const fieldsOf = (body: string) => new URLSearchParams(body)

const outcomes: Outcome[] = ['complete', 'incomplete', 'restricted']

const setup: Handle<Sandbox> = (sandbox, { params, method, url, body }) => {
  const act = ownAct(sandbox)
  const token = params.token ?? ''
  const link = sandbox.state.links.get(token)
  if (!link) return notFoundPage()
  const account = booksOf(act).accounts.get(link.account)
  if (!account || link.expiresAt <= now(act)) return redirect(link.refresh)
  if (method === 'GET') return onboardingPage(url.pathname, account)
  const outcome = outcomes.find((one) => one === fieldsOf(body).get('outcome')) ?? 'incomplete'
  onboard(act, account, outcome)
  // A link works once.
  link.expiresAt = 0
  return redirect(link.back)
}

const express: Handle<Sandbox> = (sandbox, { params }) => {
  const act = ownAct(sandbox)
  const account = find(act, 'accounts', params.id ?? '')
  const { available, pending } = balanceOf(ownAct(sandbox, account.id))
  const amounts = [
    ...available.map(({ amount, currency }) => `${money(amount, currency)} available`),
    ...pending.map(({ amount, currency }) => `${money(amount, currency)} on its way`),
  ]
  return expressPage(account, amounts)
}

/** The pages people pay and sign up on, and the one that shows what there is. */
export const pages: Route<Sandbox>[] = [
  route('GET /', stripeOverview),
  route('GET /setup/{token}', setup),
  route('POST /setup/{token}', setup),
  route('GET /express/{id}', express),
  ...payingPages,
]
