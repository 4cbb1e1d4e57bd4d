import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isNonNullType,
  isObjectType,
  parse,
} from 'graphql'
import type { Env } from '#env.ts'
import type { Measure } from '#graphql/cost.ts'
import { createOperationLimits } from '#graphql/operation-limits.ts'

type Field = GraphQLField<unknown, unknown>

/** Values of required arguments, by their names: things of the benchmark's data. */
const values: Record<string, string> = {
  owner: '"org-1"',
  login: '"org-1"',
  repository: '"repo-1"',
  name: '"repo-1"',
  number: '1',
  organization: '"org-1"',
}

/** More arguments with which a list may be dearer than without. */
const dearer: Record<string, string> = {
  'Query.issues':
    'query: "issue does not fly 1 2 3", orderBy: { field: RELEVANCE, direction: DESC }',
}

/** A field on the way down from the root. */
type Step = { parent: string; field: Field }

/** What a document is made of: each list on the way has a size, the last field is repeated. */
type Plan = {
  way: Step[]
  /** Steps that lead from the last list's items to that list again. */
  circle: Step[]
  leaves: 'all' | 'id' | 'totalCount'
  withMore: boolean
}
type Numbers = { sizes: number[]; copies: number; rounds: number }

/** A document that is accepted, and for what it was made. */
export type DearDocument = { name: string; query: string; measure: Measure }

const hasPages = ({ args }: Field) => args.some(({ name }) => name === 'first')

const isAnswerable = ({ args }: Field) =>
  args.every(
    ({ name, type, defaultValue }) =>
      !isNonNullType(type) || defaultValue !== undefined || name === 'first' || name in values,
  )

const fieldsOf = (type: unknown): Field[] =>
  isObjectType(type) ? Object.values(type.getFields()).filter(isAnswerable) : []

const objectOf = (field: Field) => {
  const type = getNamedType(field.type)
  return isObjectType(type) ? type : null
}

/** The shortest way to each list with pages, breadth first from a type. */
const waysFrom = (root: GraphQLObjectType): Step[][] => {
  const found = new Map<string, Step[]>()
  const seen = new Set<string>([root.name])
  let ways: { type: GraphQLObjectType; way: Step[] }[] = [{ type: root, way: [] }]
  while (ways.length > 0) {
    const next: typeof ways = []
    for (const { type, way } of ways) {
      for (const field of fieldsOf(type)) {
        const below = objectOf(field)
        if (!below) continue
        const longer = [...way, { parent: type.name, field }]
        const key = `${type.name}.${field.name}`
        if (hasPages(field) && !found.has(key)) found.set(key, longer)
        if (seen.has(below.name)) continue
        seen.add(below.name)
        next.push({ type: below, way: longer })
      }
    }
    ways = next
  }
  return [...found.values()]
}

/** All fields without a selection, and those of small things beside them. */
const allLeaves = (type: GraphQLObjectType, depth: number): string =>
  fieldsOf(type)
    .filter((field) => field.args.length === 0)
    .flatMap((field) => {
      const below = objectOf(field)
      if (!isCompositeType(getNamedType(field.type))) return [field.name]
      return below && depth > 0 ? [`${field.name} { ${allLeaves(below, depth - 1)} }`] : []
    })
    .join(' ') || '__typename'

const isConnection = (type: GraphQLObjectType) => type.name.endsWith('Connection')

const itemsOf = (type: GraphQLObjectType) => {
  const field = isConnection(type) ? type.getFields().nodes : undefined
  return field ? objectOf(field) : type
}

const leavesOf = (type: GraphQLObjectType, leaves: Plan['leaves']): string => {
  if (leaves === 'totalCount') {
    return isConnection(type) ? 'totalCount pageInfo { hasNextPage }' : '__typename'
  }
  const items = itemsOf(type)
  const selection = items && leaves === 'all' ? allLeaves(items, 1) : '__typename'
  return isConnection(type) ? `nodes { ${selection} }` : selection
}

const argumentsOf = ({ parent, field }: Step, size: number, withMore: boolean) => {
  const more = withMore ? dearer[`${parent}.${field.name}`] : undefined
  const parts = [
    ...field.args.flatMap(({ name, type }) =>
      isNonNullType(type) && name in values && name !== 'first' ? [`${name}: ${values[name]}`] : [],
    ),
    ...(hasPages(field) ? [`first: ${size}`] : []),
    ...(more ? [more] : []),
  ]
  return parts.length > 0 ? `(${parts.join(', ')})` : ''
}

const write = ({ way, circle, leaves, withMore }: Plan, { sizes, copies, rounds }: Numbers) => {
  const steps = [...way, ...Array.from({ length: rounds }, () => circle).flat()]
  const lists = steps.filter(({ field }) => hasPages(field)).length
  let list = 0
  const writeFrom = (index: number): string => {
    const step = steps[index]
    if (!step) return ''
    const size = hasPages(step.field) ? (sizes[list++] ?? 1) : 1
    const isLast = index === steps.length - 1
    const type = objectOf(step.field) as GraphQLObjectType
    if (isLast) {
      return Array.from({ length: copies }, (_, copy) => {
        const alias = copies > 1 ? `a${copy}: ` : ''
        const args = argumentsOf(step, Math.max(1, size - copy), withMore)
        return `${alias}${step.field.name}${args} { ${leavesOf(type, leaves)} }`
      }).join(' ')
    }
    const below = writeFrom(index + 1)
    const inner =
      isConnection(type) && steps[index + 1]?.parent !== type.name ? `nodes { ${below} }` : below
    return `${step.field.name}${argumentsOf(step, size, withMore)} { ${inner} }`
  }
  return { query: `{ ${writeFrom(0)} }`, lists }
}

type Accept = (query: string) => Measure | null

/** What a document measures if the limits accept it, else null. */
const createAccept = (schema: GraphQLSchema, env: Env): Accept => {
  const limits = createOperationLimits(env, schema)
  return (query) => {
    const document = parse(query)
    if (limits.shapeRefusal(document)) return null
    try {
      return limits.measure({ document, params: { query } })
    } catch {
      return null
    }
  }
}

/** The largest of 1 to `most` that is accepted; 1 if none is. */
const largest = (most: number, isAccepted: (value: number) => boolean) => {
  let [low, high] = [1, most]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (isAccepted(middle)) low = middle
    else high = middle - 1
  }
  return low
}

const nameOf = ({ way, leaves, withMore }: Plan, { copies, rounds }: Numbers) =>
  [
    `${way.map(({ field }) => field.name).join('.')} ${leaves}`,
    ...(copies > 1 ? [`${copies} times`] : []),
    ...(rounds > 0 ? [`${rounds} rounds deeper`] : []),
    ...(withMore ? ['searching'] : []),
  ].join(', ')

/** The dearest document of a plan: first as deep, then as often, then as large as is accepted. */
const grow = (plan: Plan, accept: Accept): DearDocument | null => {
  const numbers: Numbers = { sizes: Array<number>(20).fill(1), copies: 1, rounds: 0 }
  const isAccepted = (changed: Partial<Numbers>) =>
    accept(write(plan, { ...numbers, ...changed }).query) !== null
  if (!isAccepted({})) return null
  if (plan.circle.length > 0 && isAccepted({ rounds: 1 })) {
    numbers.rounds = largest(10, (rounds) => isAccepted({ rounds }))
  }
  if (plan.leaves !== 'all') numbers.copies = largest(50, (copies) => isAccepted({ copies }))
  // From the innermost list to the outermost, each as large as the rest leaves room.
  for (let list = write(plan, numbers).lists - 1; list >= 0; list--) {
    const withSize = (size: number) => numbers.sizes.with(list, size)
    numbers.sizes = withSize(largest(100, (size) => isAccepted({ sizes: withSize(size) })))
  }
  const { query } = write(plan, numbers)
  const measure = accept(query)
  return measure && { name: nameOf(plan, numbers), query, measure }
}

/** The plans for the list at the end of a way: what is selected of its items, and how deep. */
const plansFor = (way: Step[]): Plan[] => {
  const last = way.at(-1)?.field
  const items = last && itemsOf(objectOf(last) as GraphQLObjectType)
  const back = items && waysFrom(items).find((other) => other.at(-1)?.field.name === last.name)
  const circles = back && back.length <= 4 ? [[], back] : [[]]
  const searches = way.some(({ parent, field }) => `${parent}.${field.name}` in dearer)
  return (['all', 'id', 'totalCount'] as const).flatMap((leaves) =>
    circles.flatMap((circle) =>
      (searches ? [false, true] : [false]).map((withMore) => ({ way, circle, leaves, withMore })),
    ),
  )
}

/** Makes the dearest documents that the limits accept: for each list with pages several. */
export const dearestDocuments = (schema: GraphQLSchema, env: Env): DearDocument[] => {
  const root = schema.getQueryType()
  const accept = createAccept(schema, env)
  const plans = root ? waysFrom(root).flatMap(plansFor) : []
  return plans.flatMap((plan) => grow(plan, accept) ?? [])
}
