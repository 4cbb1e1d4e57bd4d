import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql'

export type Problem = { path: string; message: string }
export type Rule = (schema: GraphQLSchema) => Problem[]

type Field = GraphQLField<unknown, unknown>
type FieldOwner = GraphQLObjectType | GraphQLInterfaceType

const mutationsOf = (schema: GraphQLSchema): Field[] =>
  Object.values(schema.getMutationType()?.getFields() ?? {})

const objectTypesOf = (schema: GraphQLSchema) =>
  Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
  )

const fieldsOf = (schema: GraphQLSchema) =>
  Object.values(schema.getTypeMap())
    .filter((type): type is FieldOwner => isObjectType(type) || isInterfaceType(type))
    .filter((type) => !type.name.startsWith('__'))
    .flatMap((owner) =>
      Object.values(owner.getFields()).map((field) => ({
        owner,
        field,
        path: `${owner.name}.${field.name}`,
      })),
    )

const implementsInterface = (type: FieldOwner, name: string) =>
  type.getInterfaces().some((each) => each.name === name)

const isRequiredInput = ({ name, type }: GraphQLArgument) =>
  name === 'input' && isNonNullType(type) && isInputObjectType(type.ofType)

/** A mutation takes exactly one argument, `input`, a non-null input object. */
export const mutationTakesInput: Rule = (schema) =>
  mutationsOf(schema)
    .filter(({ args }) => args.length !== 1 || !args.every(isRequiredInput))
    .map(({ name }) => ({
      path: `Mutation.${name}`,
      message: 'must take exactly one argument: a non-null input object named `input`',
    }))

const resultFault = ({ type }: Field) => {
  const result = getNamedType(type)
  if (!isUnionType(result) || !isNonNullType(type) || type.ofType !== result) {
    return 'must return a non-null union: the success type or an expected failure'
  }
  const successes = result.getTypes().filter((member) => !implementsInterface(member, 'Error'))
  if (successes.length !== 1) {
    const names = successes.map(({ name }) => name).join(', ') || 'none'
    return `must have exactly one member without Error in ${result.name}, its success type; found: ${names}`
  }
}

/** A mutation answers with its success type or with a named failure that implements `Error`. */
export const mutationReturnsResult: Rule = (schema) =>
  mutationsOf(schema).flatMap((field) => {
    const message = resultFault(field)
    return message ? [{ path: `Mutation.${field.name}`, message }] : []
  })

const errorFields = { message: 'String!', code: 'ErrorCode!', path: '[String!]' }

/** `interface Error`, once there is a mutation, has the fields that every client relies on. */
export const errorHasItsFields: Rule = (schema) => {
  const error = schema.getType('Error')
  if (!error && mutationsOf(schema).length === 0) return []
  if (!isInterfaceType(error)) return [{ path: 'Error', message: 'must be an interface' }]
  const fields = error.getFields()
  return Object.entries(errorFields)
    .filter(([name, type]) => String(fields[name]?.type) !== type)
    .map(([name, type]) => ({ path: `Error.${name}`, message: `must have the type ${type}` }))
}

/** What has an `id: ID!` can be fetched by it: it implements `Node`. */
export const idMeansNode: Rule = (schema) =>
  objectTypesOf(schema)
    .filter((type) => String(type.getFields().id?.type) === 'ID!')
    .filter((type) => !implementsInterface(type, 'Node'))
    .map(({ name }) => ({ path: name, message: 'has an `id: ID!`, so it must implement Node' }))

const isList = (type: GraphQLOutputType) => isListType(getNullableType(type))

const isPartOfConnection = (owner: FieldOwner, field: Field) =>
  owner.name.endsWith('Connection') && ['edges', 'nodes'].includes(field.name)

/**
 * A list is a connection. A short one, of objects or of scalars, may be plain: then its description
 * states the maximum ("At most 10."), which the server enforces: see `atMost` in
 * src/graphql/list-limits.ts.
 */
export const listIsConnection: Rule = (schema) =>
  fieldsOf(schema)
    .filter(({ owner, field }) => isList(field.type) && !isPartOfConnection(owner, field))
    .filter(({ field }) => !/\bat most \d/i.test(field.description ?? ''))
    .map(({ path }) => ({
      path,
      message:
        'must be a connection, or a short list whose description says "At most …" and a number',
    }))

export const rules: Rule[] = [
  mutationTakesInput,
  mutationReturnsResult,
  errorHasItsFields,
  idMeansNode,
  listIsConnection,
]
