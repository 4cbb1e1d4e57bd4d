import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { UserViewer } from '#lib/viewer.ts'
import { loadSchema } from '#schema.ts'
import { startTestApp, type TestApp } from '../app.ts'
import { loadPolicies, type Mutant, mutantsOf } from './mutants.ts'
import { type Credentials, createCredentials, createPeople, settings } from './people.ts'
import { type Plan, planTable, trySection, trySessions } from './table.ts'
import { createWorld } from './world.ts'

let app: TestApp
let credentials: Credentials
let plans: Plan[]
let viewer: UserViewer

beforeAll(async () => {
  app = await startTestApp({ worker: false, settings })
  const people = await createPeople(app)
  const world = await createWorld(app, people)
  credentials = createCredentials(app, people)
  plans = planTable(app, await loadSchema(), world)
  const ids = { memberOf: new Set<string>(), adminOf: new Set<string>() }
  viewer = {
    ...{ kind: 'user', userId: people.admin, login: 'admin', isStaff: false, ...ids },
    ...{ sessionId: people.admin, scopes: null },
  }
}, 60_000)
afterAll(() => app.stop())

const seen = new Map<string, string>()

/** What a section shows, in one text; with tokens only where these matter. */
const show = async (plan: Plan, hasTokens: boolean) => {
  const shown = hasTokens
    ? (await trySection(credentials, plan)).tokens
    : await trySessions(credentials, plan)
  return JSON.stringify(shown)
}

const keyOf = ({ part, title }: Plan, hasTokens: boolean) => `${part} ${title} ${hasTokens}`

/** `issue-reference` is likely to show in sections that begin with IssueReference. */
const likeliestFirst = (domain: string) => {
  const word = domain.replaceAll('-', '').toLowerCase()
  const isLikely = ({ title }: Plan) => title.toLowerCase().includes(word)
  return [...plans.filter(isLikely), ...plans.filter((plan) => !isLikely(plan))]
}

/** Whether a section, any section, shows another thing than it did. A fault shows as well. */
const isSeen = async (domain: string, { name }: Mutant) => {
  const hasTokens = name === 'for any scope'
  for (const plan of likeliestFirst(domain)) {
    const shown = await show(plan, hasTokens).catch(() => 'a fault')
    if (shown !== seen.get(keyOf(plan, hasTokens))) return true
  }
  return false
}

/** Without these nothing changes: another condition, or what was asked before, says the same. */
const redundant: string[] = []

test('each rule of each policy, without one of its conditions, shows in the table', {
  timeout: 1_800_000,
}, async () => {
  for (const hasTokens of [false, true]) {
    for (const plan of plans) seen.set(keyOf(plan, hasTokens), await show(plan, hasTokens))
  }
  const only = process.env.POLICY
  const survivors: string[] = []
  for (const [domain, policy] of await loadPolicies()) {
    if (only && domain !== only) continue
    for (const [name, rule] of Object.entries(policy)) {
      if (typeof rule !== 'function') continue
      for (const mutant of mutantsOf(rule, [viewer, { ...viewer, isStaff: true }])) {
        const spy = vi.spyOn(policy, name).mockImplementation(mutant.change(rule))
        if (!(await isSeen(domain, mutant))) survivors.push(`${domain} ${name} ${mutant.name}`)
        spy.mockRestore()
      }
    }
  }
  expect(survivors).toEqual(redundant)
})
