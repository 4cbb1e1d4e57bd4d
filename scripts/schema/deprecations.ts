import {
  type DocumentNode,
  GraphQLDeprecatedDirective,
  type GraphQLSchema,
  getDirectiveValues,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  visit,
} from 'graphql'

export type Finding = { path: string; message: string }

/** How long clients are told before something may go. */
export const noticeDays = 90

type Member = { path: string; parent: string; reason: string | undefined }

type Named = { name: string; deprecationReason?: string | null }

const member = (parent: string, { name, deprecationReason }: Named): Member => ({
  path: `${parent}.${name}`,
  parent,
  reason: deprecationReason ?? undefined,
})

/** Fields, arguments, input fields and enum values: what can be deprecated. */
const membersOf = (schema: GraphQLSchema): Member[] =>
  Object.values(schema.getTypeMap())
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) => {
      if (isEnumType(type)) return type.getValues().map((value) => member(type.name, value))
      if (isInputObjectType(type)) {
        return Object.values(type.getFields()).map((field) => member(type.name, field))
      }
      if (!isObjectType(type) && !isInterfaceType(type)) return []
      return Object.values(type.getFields()).flatMap((field) => [
        member(type.name, field),
        ...field.args.map((argument) => member(`${type.name}.${field.name}`, argument)),
      ])
    })

const isDate = (text: string) => {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

const daysAfter = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

const removeAfter = (reason: string | undefined) => {
  const date = /\bRemove after (\d{4}-\d{2}-\d{2})\b/.exec(reason ?? '')?.[1]
  return date && isDate(date) ? date : undefined
}

const replacement = (reason: string) => /\bUse `([^`]+)`/.exec(reason)?.[1]

/** `Issue.events(first:)` as `Issue.events.first`. */
const pathOf = (coordinate: string) => coordinate.replace(/\((\w+):?\)$/, '.$1')

const isDue = (reason: string | undefined, today: string) => {
  const date = removeAfter(reason)
  return date !== undefined && date < today
}

type Check = { lasting: Set<string>; before: Map<string, string | undefined>; today: string }

const faultOf = ({ path, parent, reason }: Member, { lasting, before, today }: Check) => {
  if (reason === undefined) return
  const named = replacement(reason)
  if (!named) return 'its deprecation must name a replacement: "Use `Type.field`."'
  if (!lasting.has(pathOf(named)) && !lasting.has(`${parent}.${pathOf(named)}`)) {
    return `its replacement \`${named}\` does not exist, or is deprecated itself`
  }
  const date = removeAfter(reason)
  if (!date) return 'its deprecation must say when it goes: "Remove after YYYY-MM-DD."'
  const promised = removeAfter(before.get(path))
  if (promised !== undefined && date >= promised) return
  const earliest = daysAfter(today, noticeDays)
  if (date < earliest) return `may be removed after ${earliest} at the earliest, not after ${date}`
}

/**
 * Deprecations in `now` that break the policy: each names a replacement that stays and the date
 * after which it may go, `noticeDays` away or more when it is new or comes nearer than in `old`.
 */
export const deprecationFaults = (
  old: GraphQLSchema,
  now: GraphQLSchema,
  today: string,
): Finding[] => {
  const members = membersOf(now)
  const lasting = new Set([
    ...Object.keys(now.getTypeMap()),
    ...members.filter(({ reason }) => reason === undefined).map(({ path }) => path),
  ])
  const before = new Map(membersOf(old).map(({ path, reason }) => [path, reason]))
  return members.flatMap((each) => {
    const message = faultOf(each, { lasting, before, today })
    return message ? [{ path: each.path, message }] : []
  })
}

/** What is still there although its date is over. */
export const dueRemovals = (schema: GraphQLSchema, today: string): Finding[] =>
  membersOf(schema)
    .filter(({ reason }) => isDue(reason, today))
    .map(({ path, reason }) => ({ path, message: `may go: ${reason}` }))

/** The date until which the member at `path` was promised to stay, if it is deprecated. */
export const promisedUntil = (schema: GraphQLSchema, path: string) =>
  removeAfter(membersOf(schema).find((each) => each.path === path)?.reason)

/** The document without the members whose announced date is over. */
export const withoutDue = (document: DocumentNode, today: string): DocumentNode => {
  const remove = (node: Parameters<typeof getDirectiveValues>[1]) => {
    const reason = getDirectiveValues(GraphQLDeprecatedDirective, node)?.reason
    return typeof reason === 'string' && isDue(reason, today) ? null : undefined
  }
  return visit(document, {
    FieldDefinition: remove,
    InputValueDefinition: remove,
    EnumValueDefinition: remove,
  })
}
