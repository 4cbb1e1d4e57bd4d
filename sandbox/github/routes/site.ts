import { z } from 'zod'
import { mayTriage } from '../access.ts'
import type { Place } from '../actions/events.ts'
import { closeIssue, comment, editIssue, openIssue, reopenIssue } from '../actions/issues.ts'
import { mergePull } from '../actions/pulls.ts'
import { addLabels, removeLabel } from '../actions/sorting.ts'
import { type Act, now } from '../clock.ts'
import { bodyOf, GithubError, type Incoming, notFound, queryOf, type Reply } from '../http.ts'
import { sortIssues } from '../issue-list.ts'
import { accountByLogin, fullNameOf, ownerOf, repositoryByName } from '../lookups.ts'
import { issuePage, newIssuePage } from '../pages/issue.ts'
import { issuesPage, repositoriesPage } from '../pages/repositories.ts'
import { positive } from '../pagination.ts'
import { adminOf } from '../rights.ts'
import { type Handle, type Route, route } from '../router.ts'
import type { Sandbox } from '../state.ts'
import { type Account, contentsOf, type Repository } from '../world.ts'
import { asPages } from './as-pages.ts'

const perPage = 50

const listQuery = z.strictObject({
  state: z.enum(['open', 'closed']).default('open'),
  page: positive.default(1),
})

const asQuery = z.strictObject({ as: z.string().optional() })

const newIssue = z.strictObject({
  as: z.string(),
  title: z.string().trim().min(1).max(256),
  body: z.string(),
  labels: z.string(),
})

const changes = z.strictObject({
  as: z.string(),
  action: z.enum(['comment', 'close', 'dismiss', 'reopen', 'merge', 'label', 'edit']).optional(),
  unlabel: z.string().optional(),
  comment: z.string().default(''),
  label: z.string().trim().default(''),
  title: z.string().trim().min(1).max(256).optional(),
  body: z.string().optional(),
})

type Changes = z.output<typeof changes>

const repositoryOf = ({ state }: Sandbox, { params }: Incoming): Repository => {
  const { owner = '', repo = '' } = params
  const former = state.world.formerNames.get(`${owner}/${repo}`.toLowerCase())
  const repository =
    repositoryByName(state.world, owner, repo) ??
    state.world.repositories.find(({ id }) => id === former)
  if (!repository) throw notFound()
  return repository
}

const placeOf = (sandbox: Sandbox, incoming: Incoming): Place => {
  const repository = repositoryOf(sandbox, incoming)
  const { issues } = contentsOf(sandbox.state.world, repository.id)
  const issue = issues.get(Number(incoming.params.number))
  if (!issue) throw notFound()
  return { repository, issue }
}

const personOf = (sandbox: Sandbox, repository: Repository, login: string | undefined): Account =>
  accountByLogin(sandbox.state.world, login ?? '') ??
  adminOf(sandbox, ownerOf(sandbox.state.world, repository.ownerId))

/** A form of another site can't be sent here: browsers say where a form comes from. */
const demandOwnForm = ({ config }: Sandbox, { headers }: Incoming) => {
  if (headers.origin !== undefined && headers.origin !== config.url) {
    throw new GithubError(403, 'This form is not one of the sandbox')
  }
}

const showAll: Handle = (sandbox) => repositoriesPage(sandbox, sandbox.state.world.repositories)

const showAccount: Handle = (sandbox, { params }) => {
  const { world } = sandbox.state
  const account = accountByLogin(world, params.owner ?? '')
  if (!account) throw notFound()
  const owned = world.repositories.filter(({ ownerId }) => ownerId === account.id)
  return repositoriesPage(sandbox, owned)
}

const showIssues: Handle = (sandbox, incoming) => {
  const { state, page } = queryOf(incoming, listQuery)
  const repository = repositoryOf(sandbox, incoming)
  const all = [...contentsOf(sandbox.state.world, repository.id).issues.values()]
  const found = sortIssues(
    all.filter((issue) => issue.state === state),
    { sort: 'created', direction: 'desc' },
  )
  const issues = found.slice((page - 1) * perPage, page * perPage)
  const last = Math.max(1, Math.ceil(found.length / perPage))
  return issuesPage(sandbox, repository, { issues, state, page, last })
}

const showIssue: Handle = (sandbox, incoming) => {
  const { as } = queryOf(incoming, asQuery)
  const place = placeOf(sandbox, incoming)
  return issuePage(sandbox, place, personOf(sandbox, place.repository, as))
}

const showNewIssue: Handle = (sandbox, incoming) => {
  const { as } = queryOf(incoming, asQuery)
  const repository = repositoryOf(sandbox, incoming)
  return newIssuePage(sandbox, repository, personOf(sandbox, repository, as))
}

const goTo = ({ state }: Sandbox, { repository, issue }: Place, { login }: Account): Reply => {
  const place = `/${fullNameOf(state.world, repository)}/issues/${issue.number}`
  const location = `${place}?as=${encodeURIComponent(login)}`
  return { status: 303, headers: { location, 'cache-control': 'no-store' } }
}

const createIssue: Handle = (sandbox, incoming) => {
  demandOwnForm(sandbox, incoming)
  const given = bodyOf(incoming, newIssue)
  const repository = repositoryOf(sandbox, incoming)
  const by = personOf(sandbox, repository, given.as)
  const names = given.labels.split(',').map((name) => name.trim())
  const labels = mayTriage(sandbox, by, repository) ? names.filter((name) => name !== '') : []
  const act = { sandbox, by, at: now(sandbox.state) }
  const issue = openIssue(act, repository, { title: given.title, body: given.body, labels })
  return goTo(sandbox, { repository, issue }, by)
}

const plain = (text: string | null) => (text ?? '').replaceAll('\r\n', '\n')

/** Forms send CRLF, and GitHub keeps it; that alone is no change. */
const edit = (act: Act, place: Place, { title, body }: Changes) => {
  const isSame = body === undefined || plain(body) === plain(place.issue.body)
  editIssue(act, place, { title, ...(!isSame && { body }) })
}

const perform = (act: Act, place: Place, given: Changes) => {
  const { pull } = place.issue
  if (given.unlabel !== undefined) return removeLabel(act, place, given.unlabel)
  if (given.action === 'edit') return edit(act, place, given)
  if (given.action === 'label') return addLabels(act, place, [given.label].filter(Boolean))
  if (given.comment.trim() !== '') comment(act, place, given.comment)
  if (given.action === 'close') return closeIssue(act, place)
  if (given.action === 'dismiss') return closeIssue(act, place, 'not_planned')
  if (given.action === 'reopen') return reopenIssue(act, place)
  return given.action === 'merge' && pull ? mergePull(act, place, pull) : undefined
}

/** Everybody may comment; what else there is takes an author or somebody with write access. */
const changeIssue: Handle = (sandbox, incoming) => {
  demandOwnForm(sandbox, incoming)
  const given = bodyOf(incoming, changes)
  const place = placeOf(sandbox, incoming)
  const by = personOf(sandbox, place.repository, given.as)
  const isSorting = given.unlabel !== undefined || ['label', 'merge'].includes(given.action ?? '')
  const isOwn = place.issue.authorId === by.id && !isSorting
  const isTrusted = isOwn || mayTriage(sandbox, by, place.repository)
  if (given.action !== 'comment' && !isTrusted) {
    throw new GithubError(403, `${by.login} may only comment here`)
  }
  perform({ sandbox, by, at: now(sandbox.state) }, place, given)
  return goTo(sandbox, place, by)
}

export const site: Route[] = [
  route('GET /', asPages(showAll)),
  route('GET /{owner}', asPages(showAccount)),
  route('GET /{owner}/{repo}', asPages(showIssues)),
  route('GET /{owner}/{repo}/issues', asPages(showIssues)),
  route('GET /{owner}/{repo}/issues/new', asPages(showNewIssue)),
  route('POST /{owner}/{repo}/issues/new', asPages(createIssue)),
  route('GET /{owner}/{repo}/issues/{number}', asPages(showIssue)),
  route('POST /{owner}/{repo}/issues/{number}', asPages(changeIssue)),
  route('GET /{owner}/{repo}/pull/{number}', asPages(showIssue)),
]
