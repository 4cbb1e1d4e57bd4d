import type { Sandbox } from '../state.ts'
import type { Issue, Label } from '../world/issues.ts'
import type { Account } from '../world.ts'
import { escapeHtml, page } from './html.ts'
import { siteStyles } from './site-styles.ts'

const time = new Intl.DateTimeFormat('en', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
})

export const when = (at: string) =>
  `<time datetime="${escapeHtml(at)}">${escapeHtml(time.format(new Date(at)))}</time>`

/** A page of repositories and issues; what people write may have pictures from anywhere. */
export const sitePage = (title: string, body: string) =>
  page(200, title, body, { styles: siteStyles, images: 'data: http: https:' })

export const countComments = ({ comments: { length } }: Issue) =>
  `${length} ${length === 1 ? 'comment' : 'comments'}`

/** Where a page is, from the left: each a text and an address. */
export const crumbs = (...steps: [text: string, address: string][]) =>
  `<p>${steps.map(([text, address]) => `<a href="${escapeHtml(address)}">${escapeHtml(text)}</a>`).join(' / ')}</p>`

const dot = ({ color }: Label) =>
  `<i style="background:#${escapeHtml(/^[0-9a-f]{6}$/i.test(color) ? color : '888888')}"></i>`

export const chip = (label: Label) =>
  `<span class="chip">${dot(label)}${escapeHtml(label.name)}</span>`

/** A label that goes when it is clicked. */
export const removableChip = (label: Label) =>
  `<button class="chip" name="unlabel" value="${escapeHtml(label.name)}" title="Remove ${escapeHtml(label.name)}">${dot(label)}${escapeHtml(label.name)} ×</button>`

const personOptions = ({ state }: Sandbox, chosen: Account) =>
  state.world.accounts
    .filter(({ type }) => type === 'User')
    .map(({ login, id }) => {
      const selected = id === chosen.id ? ' selected' : ''
      return `<option value="${escapeHtml(login)}"${selected}>as ${escapeHtml(login)}</option>`
    })
    .join('')

/** Who acts: everybody there is; another choice is another address. */
export const personChoice = (sandbox: Sandbox, address: string, chosen: Account) =>
  `<form class="row end" action="${escapeHtml(address)}"><select class="person-choice" name="as" aria-label="Act as">${personOptions(sandbox, chosen)}</select>
<button class="button">Switch</button></form>`

/** A form that somebody sends. */
export const formOf = (address: string, { login }: Account, fields: string) =>
  `<form method="post" action="${escapeHtml(address)}"><input type="hidden" name="as" value="${escapeHtml(login)}">
${fields}</form>`
