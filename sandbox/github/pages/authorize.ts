import type { Reply } from '../http.ts'
import { ownerOf, primaryEmail } from '../lookups.ts'
import type { Sandbox } from '../state.ts'
import type { Account, World } from '../world.ts'
import { avatar } from './avatar.ts'
import { escapeHtml, page } from './html.ts'

const list = new Intl.ListFormat('en', { type: 'conjunction' })

/** What an account is here, in a line: `Admin of acme`. */
export const roleOf = (world: World, { id, bio }: Account): string => {
  const roles = world.memberships
    .filter(({ userId }) => userId === id)
    .map(({ organizationId, role, state }) => {
      const { login } = ownerOf(world, organizationId)
      if (state === 'pending') return `invited to ${login}`
      return `${role === 'admin' ? 'admin' : 'member'} of ${login}`
    })
  if (roles.length === 0) return bio ?? 'In no organization'
  const text = list.format(roles)
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const personRow = (world: World, account: Account, isSuggested: boolean) => {
  const login = escapeHtml(account.login)
  const name = account.name
    ? `<strong>${escapeHtml(account.name)}</strong> <span class="login">${login}</span>`
    : `<strong>${login}</strong>`
  const note = primaryEmail(account)?.verified
    ? ''
    : ' <span class="note">e-mail not verified</span>'
  return `<li><button class="person" name="login" value="${login}"${isSuggested ? ' aria-current="true" autofocus' : ''}>
${avatar(account, 40)}
<span class="who">${name}<small>${escapeHtml(roleOf(world, account))}${note}</small></span>
<span class="go" aria-hidden="true">${isSuggested ? 'Continue' : '›'}</span>
</button></li>`
}

type Shown = { token: string; redirectUri: string; suggested: Account | undefined }

/** Whom to sign in as; the choice comes back as a form with the page's own token. */
export const authorizePage = ({ config, state }: Sandbox, shown: Shown): Reply => {
  const { world } = state
  const people = world.accounts.filter(({ type }) => type === 'User')
  const name = config.app?.name ?? 'the application'
  const rows = people.map((person) => personRow(world, person, person === shown.suggested))
  return page(
    200,
    'Sign in to GitHub (sandbox)',
    `<header><h1>Sign in to GitHub <span class="sandbox">sandbox</span></h1>
<p>Choose who you are for <strong>${escapeHtml(name)}</strong>. Nobody here is real, and no password is needed.</p></header>
<form method="post" action="/login/oauth/authorize">
<input type="hidden" name="authenticity_token" value="${escapeHtml(shown.token)}">
<ul>${rows.join('\n')}</ul>
<footer><p>Then back to ${escapeHtml(new URL(shown.redirectUri).origin)}</p>
<button class="cancel" name="cancel" value="1">Cancel</button></footer>
</form>`,
  )
}
