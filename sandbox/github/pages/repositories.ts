import type { Reply } from '../http.ts'
import { fullNameOf, installationOf, labelsOf, ownerOf } from '../lookups.ts'
import type { Sandbox } from '../state.ts'
import type { Issue } from '../world/issues.ts'
import { contentsOf, type Repository } from '../world.ts'
import { escapeHtml } from './html.ts'
import { chip, countComments, crumbs, sitePage, when } from './parts.ts'

const noteOf = (sandbox: Sandbox, repository: Repository) => {
  const notes = [
    repository.isPrivate && 'private',
    repository.isArchived && 'archived',
    !installationOf(sandbox.state.world, repository) && 'without the App',
  ]
  return notes
    .filter((note) => note !== false)
    .map((note) => ` <span class="note">${note}</span>`)
    .join('')
}

const countOpen = ({ state }: Sandbox, { id }: Repository) =>
  [...contentsOf(state.world, id).issues.values()].filter((issue) => issue.state === 'open').length

const repositoryRow = (sandbox: Sandbox, repository: Repository) => {
  const name = escapeHtml(fullNameOf(sandbox.state.world, repository))
  const about = escapeHtml(repository.description ?? '')
  return `<li><span class="grow"><a href="/${name}"><strong>${name}</strong></a>${noteOf(sandbox, repository)}<br><small>${about}</small></span>
<small>${countOpen(sandbox, repository)} open</small></li>`
}

/** All repositories, or those of one account. */
export const repositoriesPage = (sandbox: Sandbox, repositories: Repository[]): Reply =>
  sitePage(
    'GitHub (sandbox)',
    `<header><h1>GitHub <span class="sandbox">sandbox</span></h1>
<p>Repositories to try things out with. What you change here reaches the application as a webhook.</p></header>
<ul>${repositories.map((repository) => repositoryRow(sandbox, repository)).join('\n')}</ul>`,
  )

const issueRow = (sandbox: Sandbox, repository: Repository, name: string, issue: Issue) => {
  const { login } = ownerOf(sandbox.state.world, issue.authorId)
  const labels = labelsOf(sandbox.state.world, repository, issue).map(chip).join(' ')
  const kind = issue.pull ? ' <span class="note">pull request</span>' : ''
  return `<li><span class="grow"><a href="/${name}/issues/${issue.number}"><strong>${escapeHtml(issue.title)}</strong></a>${kind} ${labels}<br>
<small>#${issue.number} by ${escapeHtml(login)}, changed ${when(issue.updatedAt)}</small></span>
<small>${countComments(issue)}</small></li>`
}

export type ShownIssues = { issues: Issue[]; state: 'open' | 'closed'; page: number; last: number }

/** The issues and pull requests of a repository, a page of them. */
export const issuesPage = (sandbox: Sandbox, repository: Repository, shown: ShownIssues): Reply => {
  const fullName = fullNameOf(sandbox.state.world, repository)
  const name = escapeHtml(fullName)
  const { state, page, last } = shown
  const other = state === 'open' ? 'closed' : 'open'
  const rows = shown.issues.map((issue) => issueRow(sandbox, repository, name, issue))
  const turn = (to: number, text: string) =>
    to >= 1 && to <= last ? `<a href="/${name}?state=${state}&amp;page=${to}">${text}</a>` : ''
  return sitePage(
    `${fullName} (sandbox)`,
    `<header>${crumbs(['GitHub', '/'])}<h1>${name} <span class="sandbox">sandbox</span>${noteOf(sandbox, repository)}</h1>
<p>${escapeHtml(repository.description ?? '')}</p>
<a class="end" href="/${name}?state=${other}">Show ${other}</a>
<a class="button" href="/${name}/issues/new">New issue</a></header>
<ul>${rows.join('\n') || '<li>There is nothing here.</li>'}</ul>
<footer>${turn(page - 1, 'Newer')}<p>Page ${page} of ${last}</p>${turn(page + 1, 'Older')}</footer>`,
  )
}
