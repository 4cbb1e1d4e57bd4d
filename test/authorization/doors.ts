import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
} from 'graphql'

/** One way to something: text that selects it, and how it is read from the answer. */
export type Door = { name: string; select: string; read: (value: unknown) => string }

type Field = GraphQLField<unknown, unknown>

const isConnection = (type: unknown): type is GraphQLObjectType =>
  isObjectType(type) && 'nodes' in type.getFields() && 'pageInfo' in type.getFields()

const isNode = (type: GraphQLObjectType) => type.getInterfaces().some(({ name }) => name === 'Node')

/** Types that stand for a value: they are seen as a whole or not at all. */
const isValue = (type: GraphQLObjectType) =>
  Object.values(type.getFields()).every((field) => isLeafType(getNamedType(field.type)))

const fieldsOf = (type: GraphQLObjectType) =>
  Object.values(type.getFields()).sort((a, b) => a.name.localeCompare(b.name))

const isList = (type: GraphQLOutputType) => isListType(isNonNullType(type) ? type.ofType : type)

/** What is seen of a value: nothing, how many, true or false, or that it is there. */
const seen = (value: unknown): string => {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'boolean') return `${value}`
  if (Array.isArray(value)) return `${value.length}`
  const { nodes, totalCount } = value as { nodes?: unknown[]; totalCount?: number }
  if (!nodes) return 'yes'
  const isWhole = totalCount === undefined || totalCount === nodes.length
  return isWhole ? `${nodes.length}` : `${nodes.length} of ${totalCount}`
}

/** Selects the least of a type that tells whether and how much of it is there. */
export const selectionOf = (type: GraphQLOutputType): string => {
  const named = getNamedType(type)
  if (isLeafType(named)) return ''
  if (!isConnection(named)) return ' { __typename }'
  return ` { ${'totalCount' in named.getFields() ? 'totalCount ' : ''}nodes { __typename } }`
}

export type Values = Record<string, string[]>

/** The texts of an argument's values: given ones by its name, or every value of its enum. */
export const textsOf = ({ name, type }: GraphQLArgument, values: Values): string[] => {
  const given = values[name]
  if (given) return given
  const named = getNamedType(type)
  if (isEnumType(named)) return named.getValues().map((value) => value.name)
  if (isInputObjectType(named)) {
    const fields = Object.values(named.getFields()).map((field) =>
      textsOf({ ...field, extensions: {} } as GraphQLArgument, values).map(
        (text) => `${field.name}: ${text}`,
      ),
    )
    return (
      fields[0]
        ?.map((text) => [text, ...fields.slice(1).map(([first]) => first)].join(', '))
        .map((text) => `{ ${text} }`) ?? []
    )
  }
  throw new Error(`Give the table a value for the argument "${name}"`)
}

const requiredOf = (field: Field, values: Values) =>
  field.args
    .filter(isRequiredArgument)
    .map((argument) => `${argument.name}: ${textsOf(argument, values)[0]}`)

const call = (name: string, texts: string[]) =>
  texts.length > 0 ? `${name}(${texts.join(', ')})` : name

/**
 * A door for each field of a type, and for what lies below those whose type is no Node: nobody could
 * reach that otherwise.
 */
export const doorsOf = (type: GraphQLObjectType, values: Values, depth = 0): Door[] =>
  fieldsOf(type).flatMap((field): Door[] => {
    const named = getNamedType(field.type)
    const head = call(field.name, requiredOf(field, values))
    const own = { name: field.name, select: `${head}${selectionOf(field.type)}`, read: seen }
    const isDeeper =
      isObjectType(named) && !isNode(named) && !isConnection(named) && !isValue(named)
    if (!isDeeper || isList(field.type) || depth > 2) return [own]
    return [
      own,
      ...doorsOf(named, values, depth + 1).map((door) => ({
        name: `${field.name}.${door.name}`,
        select: `${head} { inner: ${door.select} }`,
        read: (value: unknown) =>
          value === null ? 'null' : door.read((value as { inner: unknown }).inner),
      })),
    ]
  })

/** Arguments that need another one beside them. */
const companions: Record<string, string> = { repository: 'organization: "acme", ' }

const pages = ['first', 'last', 'after', 'before']

/**
 * Doors of a root field: with what it must be given, and with each argument that it may be given
 * beside that; a text search in each order.
 */
export const rootDoorsOf = (
  field: Field,
  values: Values,
  given: Record<string, string[]>,
): Door[] => {
  const optional = field.args.filter(
    (argument) => !isRequiredArgument(argument) && !pages.includes(argument.name),
  )
  const choices = optional.flatMap((argument) =>
    textsOf(argument, values).map((text) => ({
      name: argument.name,
      text: `${companions[argument.name] ?? ''}${argument.name}: ${isListType(argument.type) ? `[${text}]` : text}`,
    })),
  )
  const search = choices.find(({ name }) => name === 'query')
  const isSorted = ({ name }: { name: string }) => name === 'orderBy'
  const isGiven = Object.keys(given).includes(field.name)
  const required = requiredOf(field, values)
  const sets = isGiven
    ? (given[field.name] ?? []).map((text) => [text])
    : [
        required,
        ...choices
          .filter((choice) => !search || !isSorted(choice))
          .map(({ text }) => [...required, text]),
        ...(search ? choices.filter(isSorted).map(({ text }) => [search.text, text]) : []),
      ]
  return sets.map((texts) => ({
    name: call(field.name, texts),
    select: `${call(field.name, texts)}${selectionOf(field.type)}`,
    read: seen,
  }))
}
