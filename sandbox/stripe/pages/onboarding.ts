import { escapeHtml } from '../../lib/html.ts'
import type { Account } from '../tables.ts'
import { form, hostedPage } from './parts.ts'

/** Where somebody tells Stripe about an account. */
export const onboardingPage = (address: string, { email, country, id }: Account) =>
  hostedPage(
    'Get paid by the platform',
    `${email ?? id} · ${country}`,
    form(
      address,
      `<label>What you do here<select name="outcome">
<option value="complete">Tell everything: the account works</option>
<option value="incomplete">Leave before the end</option>
<option value="restricted">Tell everything, but Stripe wants a document</option>
</select></label><button>Continue</button>`,
    ),
  )

/** What somebody sees of an own account. */
export const expressPage = (account: Account, amounts: string[]) =>
  hostedPage(
    'Your Express account',
    account.email ?? account.id,
    `<table>${amounts.map((text) => `<tr><td>Balance</td><td>${escapeHtml(text)}</td></tr>`).join('')}</table>`,
  )
