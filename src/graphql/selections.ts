import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

export type Arguments = Record<string, unknown>

/** A field that an operation selects. */
export type Selected = {
  node: FieldNode
  field: GraphQLField<unknown, unknown>
  parentType: GraphQLObjectType | GraphQLInterfaceType
  args: Arguments
  /** The field's name in the answer. */
  name: string
  isRoot: boolean
}

type Operation = {
  schema: GraphQLSchema
  document: DocumentNode
  operation: OperationDefinitionNode
  variableValues: Arguments
}

/** How to make one value of an operation's fields, from the inside out. */
type Summing<Part> = {
  empty: () => Part
  add: (sum: Part, part: Part) => Part
  /** `below` is null for a field without a selection. */
  field: (selected: Selected, below: Part | null) => Part
  /** `__schema` or `__type`. */
  introspection: (node: FieldNode) => Part
}

/**
 * Sums something up over a valid operation. Each fragment is read once, wherever it is spread, so
 * the time is in proportion to the document. `@skip` and `@include` are obeyed.
 */
export class SelectionReader<Part> {
  readonly #operation: Operation
  readonly #summing: Summing<Part>
  readonly #fragments: Map<string, FragmentDefinitionNode>
  readonly #read = new Map<string, Part>()

  constructor(operation: Operation, summing: Summing<Part>) {
    this.#operation = operation
    this.#summing = summing
    const fragments = operation.document.definitions.filter(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION,
    )
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]))
  }

  readOperation(): Part {
    const { schema, operation } = this.#operation
    return this.#selectionSet(operation.selectionSet, schema.getRootType(operation.operation))
  }

  #isSelected(selection: SelectionNode) {
    const { variableValues } = this.#operation
    if (!selection.directives?.length) return true
    const skip = getDirectiveValues(GraphQLSkipDirective, selection, variableValues)
    const include = getDirectiveValues(GraphQLIncludeDirective, selection, variableValues)
    return skip?.if !== true && include?.if !== false
  }

  #selectionSet(set: SelectionSetNode, type: GraphQLNamedType | null | undefined): Part {
    return set.selections
      .filter((selection) => this.#isSelected(selection))
      .reduce(
        (sum, selection) => this.#summing.add(sum, this.#selection(selection, type)),
        this.#summing.empty(),
      )
  }

  #selection(selection: SelectionNode, type: GraphQLNamedType | null | undefined): Part {
    if (selection.kind === Kind.FIELD) return this.#field(selection, type)
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.#fragment(selection.name.value)
    const condition = selection.typeCondition?.name.value
    const { schema } = this.#operation
    return this.#selectionSet(selection.selectionSet, condition ? schema.getType(condition) : type)
  }

  #fragment(name: string): Part {
    const known = this.#read.get(name)
    if (known !== undefined) return known
    const fragment = this.#fragments.get(name)
    if (!fragment) throw new Error(`The fragment ${name} is unknown`)
    const type = this.#operation.schema.getType(fragment.typeCondition.name.value)
    const part = this.#selectionSet(fragment.selectionSet, type)
    this.#read.set(name, part)
    return part
  }

  #field(node: FieldNode, parentType: GraphQLNamedType | null | undefined): Part {
    const { schema, operation, variableValues } = this.#operation
    const name = node.name.value
    if (name === '__schema' || name === '__type') return this.#summing.introspection(node)
    if (!isObjectType(parentType) && !isInterfaceType(parentType)) return this.#typename(name)
    const field = parentType.getFields()[name]
    if (!field) return this.#typename(name)
    const below = node.selectionSet
      ? this.#selectionSet(node.selectionSet, getNamedType(field.type))
      : null
    const selected = {
      node,
      field,
      parentType,
      args: getArgumentValues(field, node, variableValues),
      name: node.alias?.value ?? name,
      isRoot: parentType === schema.getRootType(operation.operation),
    }
    return this.#summing.field(selected, below)
  }

  #typename(name: string): Part {
    if (name !== '__typename') throw new Error(`The field ${name} is unknown`)
    return this.#summing.empty()
  }
}
