import { type Change, CriticalityLevel, DiffRule, diff, type Rule } from '@graphql-inspector/core'
import { buildASTSchema, buildSchema, type GraphQLSchema, parse } from 'graphql'
import {
  deprecationFaults,
  dueRemovals,
  type Finding,
  promisedUntil,
  withoutDue,
} from './deprecations.ts'

/** A breaking change that was decided on, and why. */
export type Listed = { path: string; reason: string; date: string }

export type Verdict = {
  ok: boolean
  /** Breaking and not listed. */
  breaking: Finding[]
  /** Deprecations that break the policy. */
  faults: Finding[]
  /** Breaking, and listed with a reason. */
  listed: Finding[]
  /** Removals whose announced date is over. */
  announced: Finding[]
  /** Most clients go on working; some may not. */
  dangerous: Finding[]
  safe: Finding[]
  /** Deprecated members that may be removed by now. */
  due: Finding[]
  /** Entries of the list that match no change. */
  unused: Listed[]
}

const removals: string[] = [
  'FIELD_REMOVED',
  'FIELD_ARGUMENT_REMOVED',
  'INPUT_FIELD_REMOVED',
  'ENUM_VALUE_REMOVED',
  'TYPE_REMOVED',
]

/** Where the inspector's path is shared by several changes, or absent, a path of its own. */
const pathOf = ({ type, path = '', meta }: Change): string => {
  if (type === 'UNION_MEMBER_REMOVED') return `${path}.${meta.removedUnionMemberTypeName}`
  if (type === 'UNION_MEMBER_ADDED') return `${path}.${meta.addedUnionMemberTypeName}`
  if (type === 'OBJECT_TYPE_INTERFACE_REMOVED') return `${path}.${meta.removedInterfaceName}`
  if (type === 'OBJECT_TYPE_INTERFACE_ADDED') return `${path}.${meta.addedInterfaceName}`
  return path || type.replace(/^SCHEMA_(\w+)_TYPE_CHANGED$/, 'schema.$1').toLowerCase()
}

/** A default that goes away makes a non-null input required; the inspector calls it dangerous. */
const makesInputRequired: Rule = ({ changes, newSchema }) =>
  changes.map((change) => {
    const { type, meta } = change
    const isRequired =
      (type === 'FIELD_ARGUMENT_DEFAULT_CHANGED' || type === 'INPUT_FIELD_DEFAULT_VALUE_CHANGED') &&
      meta.newDefaultValue === undefined &&
      inputTypeAt(newSchema, pathOf(change)).endsWith('!')
    const message = `${change.message}, which makes it required`
    return isRequired
      ? { ...change, message, criticality: { level: CriticalityLevel.Breaking } }
      : change
  })

const inputTypeAt = (schema: GraphQLSchema | null, path: string) => {
  const [typeName = '', fieldName = '', argumentName] = path.split('.')
  const type = schema?.getType(typeName)
  const field = type && 'getFields' in type ? type.getFields()[fieldName] : undefined
  if (argumentName === undefined || !field || !('args' in field)) return String(field?.type)
  return String(field.args.find(({ name }) => name === argumentName)?.type)
}

const finding = (change: Change): Finding => ({ path: pathOf(change), message: change.message })

const key = (change: Change) => `${change.type} ${pathOf(change)}`

const at = (level: CriticalityLevel) => (change: Change) => change.criticality.level === level

const isBreaking = at(CriticalityLevel.Breaking)

const isRemoval = ({ type }: Change) => removals.includes(type)

const breakingKeys = async (old: GraphQLSchema, now: GraphQLSchema) => {
  const changes = await diff(old, now, [DiffRule.safeUnreachable])
  return new Set(changes.filter(isBreaking).filter(isRemoval).map(key))
}

/**
 * Keys of the removals that clients were told of in time: those that don't break the schema which
 * `old` announces for today, without its due members and without what only those made reachable.
 */
const announcedRemovals = async (oldSdl: string, now: GraphQLSchema, today: string) => {
  const announced = buildASTSchema(withoutDue(parse(oldSdl), today), { assumeValid: true })
  const unannounced = await breakingKeys(announced, now)
  const all = await breakingKeys(buildSchema(oldSdl), now)
  return new Set([...all].filter((each) => !unannounced.has(each)))
}

const withPromise = (old: GraphQLSchema, { path, message }: Finding): Finding => {
  const date = promisedUntil(old, path)
  return { path, message: date ? `${message}, which was promised to stay until ${date}` : message }
}

/**
 * Compares two schemas. Breaking changes must be listed with a reason, or be the removal of what
 * was deprecated with a date that is over today ("YYYY-MM-DD").
 */
export const judge = async (
  oldSdl: string,
  newSdl: string,
  list: Listed[],
  today: string,
): Promise<Verdict> => {
  const old = buildSchema(oldSdl)
  const now = buildSchema(newSdl)
  const changes = await diff(old, now, [makesInputRequired])
  // Only for the harmless ones: the rule drops a change that follows another one at its path.
  const summary = await diff(old, now, [DiffRule.simplifyChanges])
  const announced = await announcedRemovals(oldSdl, now, today)
  const reasons = new Map(list.map(({ path, reason }) => [path, reason]))

  const broken = changes.filter(isBreaking)
  const unannounced = broken.filter((change) => !announced.has(key(change))).map(finding)
  const breaking = unannounced
    .filter(({ path }) => !reasons.has(path))
    .map((each) => withPromise(old, each))
  const faults = deprecationFaults(old, now, today)
  return {
    ok: breaking.length === 0 && faults.length === 0,
    breaking,
    faults,
    listed: unannounced.flatMap(({ path, message }) => {
      const reason = reasons.get(path)
      return reason === undefined ? [] : [{ path, message: `${message}: ${reason}` }]
    }),
    announced: broken.filter((change) => announced.has(key(change))).map(finding),
    dangerous: changes.filter(at(CriticalityLevel.Dangerous)).map(finding),
    safe: summary.filter(at(CriticalityLevel.NonBreaking)).map(finding),
    due: dueRemovals(now, today),
    unused: list.filter((entry) => !unannounced.some(({ path }) => path === entry.path)),
  }
}
