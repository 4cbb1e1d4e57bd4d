import type { Place } from '../actions/events.ts'
import type { Reply } from '../http.ts'
import { fullNameOf, labelsOf, ownerOf } from '../lookups.ts'
import { renderMarkdown } from '../markdown.ts'
import type { Sandbox } from '../state.ts'
import type { Comment, Issue } from '../world/issues.ts'
import { type Account, contentsOf, type Repository } from '../world.ts'
import { avatar } from './avatar.ts'
import { escapeHtml } from './html.ts'
import {
  countComments,
  crumbs,
  formOf,
  personChoice,
  removableChip,
  sitePage,
  when,
} from './parts.ts'

/** A browser drops the first line break of a textarea. */
const textarea = (name: string, label: string, text: string) =>
  `<label>${label}<textarea name="${name}">\n${escapeHtml(text)}</textarea></label>`

const said = (sandbox: Sandbox, authorId: number, at: string, text: string) => {
  const author = ownerOf(sandbox.state.world, authorId)
  return `<div class="said">${avatar(author, 32)}<div><span class="meta"><strong>${escapeHtml(author.login)}</strong> ${when(at)}</span>
<div class="text">${text === '' ? '<p>Nothing was written.</p>' : renderMarkdown(text, true)}</div></div></div>`
}

const commentSection = (sandbox: Sandbox, { authorId, createdAt, body }: Comment) =>
  `<section>${said(sandbox, authorId, createdAt, body)}</section>`

type Form = (fields: string) => string

const labelSection = (sandbox: Sandbox, { repository, issue }: Place, form: Form) => {
  const { labels } = contentsOf(sandbox.state.world, repository.id)
  const on = labelsOf(sandbox.state.world, repository, issue)
  const options = labels
    .filter((label) => !on.includes(label))
    .map(({ name }) => `<option value="${escapeHtml(name)}"></option>`)
  const chips = form(`<div class="row">${on.map(removableChip).join('\n')}</div>`)
  return `<section><h2>Labels</h2>${on.length > 0 ? chips : ''}
${form(`<div class="row"><input name="label" list="labels" required placeholder="A label, new or known" aria-label="Label" autocomplete="off">
<datalist id="labels">${options.join('')}</datalist>
<button class="button" name="action" value="label">Add label</button></div>`)}</section>`
}

const toggle = ({ state, pull }: Issue) => {
  if (state === 'closed') {
    return '<button class="button" name="action" value="reopen">Reopen</button>'
  }
  const close = '<button class="button" name="action" value="close">Close</button>'
  if (pull) return `${close}<button class="button" name="action" value="merge">Merge</button>`
  return `${close}<button class="button" name="action" value="dismiss">Close as not planned</button>`
}

const editSection = (issue: Issue, form: Form) =>
  `<section><h2>Edit</h2>${form(`<label>Title<input name="title" required maxlength="256" value="${escapeHtml(issue.title)}"></label>
${textarea('body', 'Body', issue.body ?? '')}
<button class="button" name="action" value="edit">Save title and body</button>`)}</section>`

const commentForm = (issue: Issue, form: Form) =>
  `<section><h2>Comment</h2>${form(`${textarea('comment', 'Comment', '')}
<div class="row"><button class="button main" name="action" value="comment">Comment</button>${toggle(issue)}</div>`)}</section>`

/** One issue or pull request, and all that can be done to it. */
export const issuePage = (sandbox: Sandbox, place: Place, actor: Account): Reply => {
  const { repository, issue } = place
  const fullName = fullNameOf(sandbox.state.world, repository)
  const address = `/${fullName}/issues/${issue.number}`
  const form: Form = (fields) => formOf(address, actor, fields)
  const state = issue.pull?.mergedAt ? 'merged' : issue.state
  return sitePage(
    `${issue.title} · ${fullName}#${issue.number} (sandbox)`,
    `<header>${crumbs(['GitHub', '/'], [fullName, `/${fullName}`])}
<h1>${escapeHtml(issue.title)} <span class="login">#${issue.number}</span> <span class="sandbox">sandbox</span></h1>
<span class="state ${issue.state}">${state}</span>
<span class="meta">${countComments(issue)}, changed ${when(issue.updatedAt)}</span>
${personChoice(sandbox, address, actor)}</header>
<section>${said(sandbox, issue.authorId, issue.createdAt, issue.body ?? '')}
<details><summary>Raw body</summary><pre class="raw">${escapeHtml(issue.body ?? '')}</pre></details></section>
${issue.comments.map((comment) => commentSection(sandbox, comment)).join('\n')}
${commentForm(issue, form)}
${labelSection(sandbox, place, form)}
${editSection(issue, form)}`,
  )
}

/** A form for a new issue. */
export const newIssuePage = (sandbox: Sandbox, repository: Repository, actor: Account): Reply => {
  const fullName = fullNameOf(sandbox.state.world, repository)
  const address = `/${fullName}/issues/new`
  return sitePage(
    `New issue · ${fullName} (sandbox)`,
    `<header>${crumbs(['GitHub', '/'], [fullName, `/${fullName}`])}
<h1>New issue <span class="sandbox">sandbox</span></h1>
${personChoice(sandbox, address, actor)}</header>
<section>${formOf(
      address,
      actor,
      `<label>Title<input name="title" required maxlength="256" autofocus></label>
${textarea('body', 'Body', '')}
<label>Labels, with commas between them<input name="labels" autocomplete="off"></label>
<button class="button main">Open issue</button>`,
    )}</section>`,
  )
}
