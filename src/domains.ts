import { badge } from '#badge/domain.ts'
import { customer } from '#customer/domain.ts'
import { github } from '#github/domain.ts'
import { githubSignIn } from '#github-sign-in/domain.ts'
import { githubWebhook } from '#github-webhook/domain.ts'
import { issue } from '#issue/domain.ts'
import { issueDependency } from '#issue-dependency/domain.ts'
import { issueReference } from '#issue-reference/domain.ts'
import { ledger } from '#ledger/domain.ts'
import { magicLink } from '#magic-link/domain.ts'
import { mail } from '#mail/domain.ts'
import { membership } from '#membership/domain.ts'
import { oauthAccount } from '#oauth-account/domain.ts'
import { organization } from '#organization/domain.ts'
import { payout } from '#payout/domain.ts'
import { payoutAccount } from '#payout-account/domain.ts'
import { pledge } from '#pledge/domain.ts'
import { pullRequest } from '#pull-request/domain.ts'
import { repository } from '#repository/domain.ts'
import { reward } from '#reward/domain.ts'
import { session } from '#session/domain.ts'
import { stripe } from '#stripe/domain.ts'
import { stripeWebhook } from '#stripe-webhook/domain.ts'
import { sync } from '#sync/domain.ts'
import { token } from '#token/domain.ts'
import { user } from '#user/domain.ts'

/** Every domain, lowest first: a service may call those before its own. */
export const domains = [
  mail,
  user,
  oauthAccount,
  session,
  magicLink,
  token,
  github,
  stripe,
  ledger,
  organization,
  membership,
  repository,
  issue,
  pullRequest,
  issueReference,
  issueDependency,
  badge,
  customer,
  payoutAccount,
  payout,
  pledge,
  reward,
  sync,
  githubSignIn,
  githubWebhook,
  stripeWebhook,
]
