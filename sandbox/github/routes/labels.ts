import { z } from 'zod'
import { demandRead, demandWrite, issueAt, mayTriage, repositoryAt } from '../access.ts'
import { addLabels, createLabel, removeLabel } from '../actions/sorting.ts'
import { now } from '../clock.ts'
import { bodyOf, GithubError, type Incoming, notFound, queryOf } from '../http.ts'
import { labelByName, labelsOf } from '../lookups.ts'
import { pageOf, pageQuery } from '../pagination.ts'
import { type Handle, type Route, route } from '../router.ts'
import { labelData } from '../shapes/issues.ts'
import type { Sandbox } from '../state.ts'
import { contentsOf } from '../world.ts'

const page = z.strictObject(pageQuery)

const newLabel = z.strictObject({
  name: z.string().min(1).max(50),
  color: z
    .string()
    .regex(/^[0-9a-f]{6}$/i, 'must be six hexadecimal digits')
    .optional(),
  description: z.string().max(100).nullable().optional(),
})

/** Names, bare or under `labels`. */
const names = z.union([
  z.array(z.string().min(1)),
  z.strictObject({ labels: z.array(z.string().min(1)) }).transform(({ labels }) => labels),
])

const placeAt = (sandbox: Sandbox, incoming: Incoming) => {
  const { repository, caller } = repositoryAt(sandbox, incoming)
  return { repository, caller, issue: issueAt(sandbox, caller, repository, incoming) }
}

/** Sorting issues takes more than writing them. */
const triageAt = (sandbox: Sandbox, incoming: Incoming) => {
  const { repository, caller, issue } = placeAt(sandbox, incoming)
  const by = demandWrite(sandbox, caller, repository, ['issues', 'pull_requests'])
  if (!mayTriage(sandbox, by, repository)) {
    throw new GithubError(403, 'Must have admin rights to Repository.')
  }
  return { act: { sandbox, by, at: now(sandbox.state) }, place: { repository, issue } }
}

const listIssueLabels: Handle = (sandbox, incoming) => {
  const { repository, caller, issue } = placeAt(sandbox, incoming)
  demandRead(sandbox, caller, repository, ['issues', 'pull_requests'])
  const all = labelsOf(sandbox.state.world, repository, issue)
  const { items, headers } = pageOf(incoming, all, queryOf(incoming, page))
  return { status: 200, headers, body: items.map((one) => labelData(sandbox, repository, one)) }
}

const addIssueLabels: Handle = (sandbox, incoming) => {
  const { act, place } = triageAt(sandbox, incoming)
  addLabels(act, place, bodyOf(incoming, names))
  const all = labelsOf(sandbox.state.world, place.repository, place.issue)
  return { status: 200, body: all.map((one) => labelData(sandbox, place.repository, one)) }
}

const removeIssueLabel: Handle = (sandbox, incoming) => {
  const { act, place } = triageAt(sandbox, incoming)
  if (!removeLabel(act, place, incoming.params.name ?? '')) {
    throw new GithubError(404, 'Label does not exist')
  }
  const all = labelsOf(sandbox.state.world, place.repository, place.issue)
  return { status: 200, body: all.map((one) => labelData(sandbox, place.repository, one)) }
}

const listLabels: Handle = (sandbox, incoming) => {
  const { repository, caller } = repositoryAt(sandbox, incoming)
  demandRead(sandbox, caller, repository, ['issues', 'pull_requests'])
  const { labels: all } = contentsOf(sandbox.state.world, repository.id)
  const { items, headers } = pageOf(incoming, all, queryOf(incoming, page))
  return { status: 200, headers, body: items.map((one) => labelData(sandbox, repository, one)) }
}

const getLabel: Handle = (sandbox, incoming) => {
  queryOf(incoming, z.strictObject({}))
  const { repository, caller } = repositoryAt(sandbox, incoming)
  demandRead(sandbox, caller, repository, ['issues', 'pull_requests'])
  const label = labelByName(sandbox.state.world, repository, incoming.params.name ?? '')
  if (!label) throw notFound()
  return { status: 200, body: labelData(sandbox, repository, label) }
}

const addLabel: Handle = (sandbox, incoming) => {
  const { repository, caller } = repositoryAt(sandbox, incoming)
  const by = demandWrite(sandbox, caller, repository, ['issues', 'pull_requests'])
  if (!mayTriage(sandbox, by, repository)) throw notFound()
  const given = bodyOf(incoming, newLabel)
  if (labelByName(sandbox.state.world, repository, given.name)) {
    const fault = { resource: 'Label', field: 'name', code: 'already_exists', message: 'is taken' }
    throw new GithubError(422, 'Validation Failed', [fault])
  }
  const label = createLabel({ sandbox, by, at: now(sandbox.state) }, repository, given)
  const body = labelData(sandbox, repository, label)
  return { status: 201, headers: { location: body.url }, body }
}

export const labels: Route[] = [
  route('GET /repos/{owner}/{repo}/issues/{issue_number}/labels', listIssueLabels),
  route('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', addIssueLabels),
  route('DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}', removeIssueLabel),
  route('GET /repos/{owner}/{repo}/labels', listLabels),
  route('GET /repos/{owner}/{repo}/labels/{name}', getLabel),
  route('POST /repos/{owner}/{repo}/labels', addLabel),
]
