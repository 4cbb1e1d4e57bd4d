import { html } from '#lib/html.ts'
import { showPage } from '#lib/page.ts'

/** Names a person: the login, and the e-mail address where it is known. */
export type Person = { login: string | null; email: string | null }

const nameOf = ({ login, email }: Person) =>
  login && email ? `${login} (${email})` : (login ?? email ?? 'a user without a name')

type SignInPage = {
  /** Who the link signs in. */
  person: Person
  isNew: boolean
  /** Who is signed in already. */
  current: (Person & { isSame: boolean }) | null
  token: string
  nonce: string
  /** `Set-Cookie` header of the cookie that the nonce belongs to. */
  cookie: string
  /** Where the form leads in the end. */
  returnTo: string
}

const consequence = ({ person, isNew, current }: SignInPage) => {
  const name = html`<strong>${nameOf(person)}</strong>`
  if (current?.isSame) return html`<p>You are signed in as ${name} already.</p>`
  const change = current
    ? html`<p class="notice">You are signed in as <strong>${nameOf(current)}</strong>. If you go on, this
browser is signed in as ${name} instead.</p>`
    : html`<p>This link signs this browser in as ${name}.</p>`
  return isNew
    ? html`${change}<p>This account does not exist yet: signing in creates it.</p>`
    : change
}

/** The page that a magic link opens: it says what the link does, and one button does it. */
export const signInPage = (page: SignInPage) =>
  showPage({
    title: 'Sign in to Polar',
    headers: { 'set-cookie': page.cookie },
    formTargets: ["'self'", new URL(page.returnTo).origin],
    body: html`${consequence(page)}
<form method="post" action="/auth/magic-link">
<input type="hidden" name="token" value="${page.token}">
<input type="hidden" name="nonce" value="${page.nonce}">
<button>${page.current?.isSame ? 'Continue' : 'Sign in'} as ${page.person.login ?? page.person.email ?? ''}</button>
</form>
<p class="note">Go on only if you asked for this link yourself. Everything you do here afterwards happens in
this account. If somebody else sent you the link, close this page.</p>`,
  })
