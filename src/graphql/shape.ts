import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

/** What a document asks for, as far as it can be counted without a schema. */
export type Shape = {
  /** Fields, each fragment counted wherever it is spread. */
  fields: number
  /** Fields of the operation itself. */
  rootFields: number
  aliases: number
  directives: number
  /** Levels of fields. */
  depth: number
  /** The field of the root with the most fields below it, by its name in the answer. */
  widest: { name: string; fields: number } | null
}

const emptyShape = (): Shape => ({
  ...{ fields: 0, rootFields: 0, aliases: 0, directives: 0, depth: 0 },
  widest: null,
})

const wider = (one: Shape['widest'], other: Shape['widest']) =>
  other && other.fields > (one?.fields ?? 0) ? other : one

const addShape = (sum: Shape, part: Shape) => {
  sum.fields += part.fields
  sum.rootFields += part.rootFields
  sum.aliases += part.aliases
  sum.directives += part.directives
  sum.depth = Math.max(sum.depth, part.depth)
  sum.widest = wider(sum.widest, part.widest)
}

/** Counts a document's fragments once each, so that a fragment bomb takes linear time. */
class ShapeCounter {
  readonly #fragments: Map<string, FragmentDefinitionNode>
  readonly #counted = new Map<string, Shape>()

  constructor(document: DocumentNode) {
    const fragments = document.definitions.filter(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION,
    )
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]))
  }

  operation({ selectionSet, directives = [] }: OperationDefinitionNode): Shape {
    const shape = this.#selectionSet(selectionSet)
    return { ...shape, directives: shape.directives + directives.length }
  }

  #selectionSet({ selections }: SelectionSetNode): Shape {
    const sum = emptyShape()
    for (const selection of selections) {
      addShape(sum, this.#selection(selection))
      sum.directives += selection.directives?.length ?? 0
    }
    return sum
  }

  #selection(selection: SelectionNode): Shape {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.#fragment(selection.name.value)
    if (selection.kind === Kind.INLINE_FRAGMENT) return this.#selectionSet(selection.selectionSet)
    const { name, alias, selectionSet } = selection
    const below = selectionSet ? this.#selectionSet(selectionSet) : emptyShape()
    const fields = 1 + below.fields
    return {
      fields,
      rootFields: 1,
      aliases: (alias ? 1 : 0) + below.aliases,
      directives: below.directives,
      depth: 1 + below.depth,
      widest: { name: (alias ?? name).value, fields },
    }
  }

  /** A fragment that is unknown or spreads itself counts nothing here: validation refuses it. */
  #fragment(name: string): Shape {
    const known = this.#counted.get(name)
    if (known) return known
    this.#counted.set(name, emptyShape())
    const fragment = this.#fragments.get(name)
    const shape = fragment ? this.#selectionSet(fragment.selectionSet) : emptyShape()
    this.#counted.set(name, shape)
    return shape
  }
}

const counted = new WeakMap<DocumentNode, Map<OperationDefinitionNode, Shape>>()

/** The shape of each operation of a parsed document, whether or not that is valid. */
export const countShapes = (document: DocumentNode): Map<OperationDefinitionNode, Shape> => {
  const known = counted.get(document)
  if (known) return known
  const counter = new ShapeCounter(document)
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  )
  const shapes = new Map(
    operations.map((operation) => [operation, counter.operation(operation)] as const),
  )
  counted.set(document, shapes)
  return shapes
}
