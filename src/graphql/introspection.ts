import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  getIntrospectionQuery,
  getNamedType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql'

type Operation = {
  schema: GraphQLSchema
  document: DocumentNode
  variableValues: Record<string, unknown>
}

const metaFields = { __schema: SchemaMetaFieldDef, __type: TypeMetaFieldDef }

class LimitReached extends Error {}

/**
 * Counts the fields of an answer about the schema by walking through the schema, as its execution
 * would. A selection counts once for each part of the schema, so what repeats is not walked again.
 */
class IntrospectionCounter {
  readonly #operation: Operation
  readonly #limit: number
  readonly #fragments: Map<string, FragmentDefinitionNode>
  readonly #counted = new Map<SelectionSetNode, Map<unknown, number>>()
  #total = 0

  constructor(operation: Operation, limit: number) {
    this.#operation = operation
    this.#limit = limit
    const fragments = operation.document.definitions.filter(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION,
    )
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]))
  }

  /** The fields below `__schema` or `__type`; infinite where there are more than the limit. */
  count(node: FieldNode): number {
    const field = metaFields[node.name.value as keyof typeof metaFields]
    try {
      return this.#value(node, field, undefined)
    } catch (error) {
      if (error instanceof LimitReached) return Number.POSITIVE_INFINITY
      throw error
    }
  }

  #add(count: number) {
    this.#total += count
    if (this.#total > this.#limit) throw new LimitReached()
    return count
  }

  #value(node: FieldNode, field: typeof SchemaMetaFieldDef, source: unknown): number {
    const { schema, variableValues } = this.#operation
    const own = this.#add(1)
    const type = getNamedType(field.type)
    if (!node.selectionSet || !isObjectType(type)) return own
    const args = getArgumentValues(field, node, variableValues)
    const value = field.resolve?.(source, args, undefined, { schema } as never)
    const items = Array.isArray(value) ? value : [value]
    const set = node.selectionSet
    return items.reduce(
      (sum: number, item) => (item == null ? sum : sum + this.#selectionSet(set, type, item)),
      own,
    )
  }

  #selectionSet(set: SelectionSetNode, type: GraphQLObjectType, item: unknown): number {
    const counts = this.#counted.get(set) ?? new Map<unknown, number>()
    this.#counted.set(set, counts)
    const known = counts.get(item)
    if (known !== undefined) return this.#add(known)
    const count = set.selections.reduce(
      (sum, selection) => sum + this.#selection(selection, type, item),
      0,
    )
    counts.set(item, count)
    return count
  }

  #selection(selection: SelectionNode, type: GraphQLObjectType, item: unknown): number {
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return this.#selectionSet(selection.selectionSet, type, item)
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = this.#fragments.get(selection.name.value)
      return fragment ? this.#selectionSet(fragment.selectionSet, type, item) : 0
    }
    const field = type.getFields()[selection.name.value]
    return field ? this.#value(selection, field, item) : this.#add(1)
  }
}

const known = new WeakMap<FieldNode, number>()

/**
 * The fields of an answer about the schema, from `__schema` or `__type` down; infinite past
 * `limit`, which is the same in the whole process.
 */
export const measureIntrospection = (operation: Operation, node: FieldNode, limit: number) => {
  const count = known.get(node) ?? new IntrospectionCounter(operation, limit).count(node)
  // Tools send the same document again and again, without variables.
  if (Object.keys(operation.variableValues).length === 0) known.set(node, count)
  return count
}

/** `getIntrospectionQuery` with all its options. */
export const fullIntrospectionQuery = getIntrospectionQuery({
  descriptions: true,
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  schemaDescription: true,
  inputValueDeprecation: true,
  oneOf: true,
})

/** The fields that the answer to `fullIntrospectionQuery` has. */
export const fullIntrospectionSize = (schema: GraphQLSchema): number => {
  const document = parse(fullIntrospectionQuery)
  const operation = document.definitions[0] as OperationDefinitionNode
  const node = operation.selectionSet.selections[0] as FieldNode
  const variableValues = {}
  return measureIntrospection({ schema, document, variableValues }, node, Number.POSITIVE_INFINITY)
}
