import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { UserViewer } from '#lib/viewer.ts'
import { loadSchema } from '#schema.ts'
import { startTestApp, type TestApp } from '../app.ts'
import { loadPolicies, type Mutant, mutantsOf, type PolicyModule } from './mutants.ts'
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

/** Sections that bear a word of the domain's name are likely to show its rules. */
const likeliestFirst = (domain: string) => {
  const words = domain.split('-')
  const isLikely = ({ title }: Plan) => words.some((word) => title.toLowerCase().includes(word))
  return [...plans.filter(isLikely), ...plans.filter((plan) => !isLikely(plan))]
}

/** Whether a section, any section, shows another thing than without the mutant. A fault shows too. */
const isSeen = async (domain: string, policy: PolicyModule, name: string, mutant: Mutant) => {
  const rule = policy[name]
  if (!rule) return false
  const hasTokens = mutant.name === 'for any scope'
  for (const plan of likeliestFirst(domain)) {
    const key = keyOf(plan, hasTokens)
    const usual = seen.get(key) ?? (await show(plan, hasTokens))
    seen.set(key, usual)
    const spy = vi.spyOn(policy, name).mockImplementation(mutant.change(rule))
    const shown = await show(plan, hasTokens).catch(() => 'a fault')
    spy.mockRestore()
    if (shown !== usual) return true
  }
  return false
}

/** A minute or more for each policy: run by hand when one changes. */
const wanted = process.env.POLICY?.split(',')
if (!wanted) console.warn('Policies without a condition skipped: name some, as POLICY=issue,token')

test.runIf(wanted)(
  'each rule of each policy, without one of its conditions, shows in the table',
  {
    timeout: 1_800_000,
  },
  async () => {
    const survivors: string[] = []
    for (const [domain, policy] of await loadPolicies()) {
      if (!wanted?.includes(domain)) continue
      for (const [name, rule] of Object.entries(policy)) {
        if (typeof rule !== 'function') continue
        for (const mutant of mutantsOf(rule, [viewer, { ...viewer, isStaff: true }])) {
          const isKilled = await isSeen(domain, policy, name, mutant)
          console.log(isKilled ? 'seen' : 'SURVIVES', domain, name, mutant.name)
          if (!isKilled) survivors.push(`${domain} ${name} ${mutant.name}`)
        }
      }
    }
    expect(survivors).toEqual([])
  },
)
