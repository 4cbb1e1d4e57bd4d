import {
  type DocumentNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
} from 'graphql'
import { ExpectedError } from '#lib/errors.ts'
import { measureIntrospection } from './introspection.ts'
import { maximumPageSize, requestedSize } from './limits.ts'
import { type Arguments, type Selected, SelectionReader } from './selections.ts'
import { countShapes, type Shape } from './shape.ts'

/** What a field costs beyond itself, in the `extensions` of its definition. */
export type FieldCost = {
  /**
   * Loads that the field needs for all its parents together: statements, or work as dear as one.
   * Fields of the root and pages of lists need one unless this says otherwise.
   */
  loads?: number | ((args: Arguments) => number)
  /** What it costs for each parent beyond 1, where parents can't be served together. */
  each?: number
  /** Checks the arguments before anything runs. Throws BAD_USER_INPUT. */
  check?: (args: Arguments) => void
}

/**
 * What a text costs that may have 65,536 characters: a page of a hundred is answered, a thousand are
 * not.
 */
export const longTextCost = { each: 200 } satisfies FieldCost

/** Declares what a field costs: `extensions: costs({ loads: 1 })`. */
export const costs = (cost: FieldCost) => ({ cost })

/** What a field costs beyond itself, by its declaration. */
export const declaredCost = (field: { extensions: object }): FieldCost =>
  (field.extensions as { cost?: FieldCost }).cost ?? {}

/** A load costs as much as so many fields of an answer. */
export const loadCost = 1_000

/** So many fields of an answer about the schema itself cost as much as one other field. */
const introspectionDiscount = 2

const mutationLoads = 5

/** What an operation would cost, known before it runs. */
export type Measure = Shape & {
  kind: 'query' | 'mutation' | 'subscription'
  /** Fields of the answer at most, plus `loadCost` for each load. */
  cost: number
  /** Statements at most, and work that is as dear. */
  loads: number
  /** Items of all pages of lists at most. */
  nodes: number
  /** Fields that the answers of `__schema` and `__type` have, counted up to a limit. */
  introspection: number
  /** Where most of the cost arises: names as in the answer, outermost first, with dots. */
  dearestField: string | null
}

/** A part of an operation: `fields` and `nodes` for each parent, `loads` for all parents. */
type Part = {
  fields: number
  nodes: number
  loads: number
  introspection: number
  dearest?: Dearest
}
type Dearest = { name: string; fields: number; loads: number; size: number; below?: Dearest }

const emptyPart = (): Part => ({ fields: 0, nodes: 0, loads: 0, introspection: 0 })

const costOf = ({ fields, loads }: { fields: number; loads: number }) => fields + loads * loadCost

const addPart = (sum: Part, part: Part): Part => ({
  fields: sum.fields + part.fields,
  nodes: sum.nodes + part.nodes,
  loads: sum.loads + part.loads,
  introspection: sum.introspection + part.introspection,
  ...dearestOf(sum.dearest, part.dearest),
})

const dearestOf = (one?: Dearest, other?: Dearest) => {
  const dearest = one && other ? (costOf(other) > costOf(one) ? other : one) : (one ?? other)
  return dearest && { dearest }
}

const isList = ({ type }: GraphQLField<unknown, unknown>) =>
  isListType(isNonNullType(type) ? type.ofType : type)

/** Pages multiply what is selected below them once, not again for their `edges` or `nodes`. */
const isOfPage = ({ parentType }: Selected) => parentType.name.endsWith('Connection')

/** Items of a list without a page size at most, which it declares. */
const maximumOf = ({ extensions }: GraphQLField<unknown, unknown>) => {
  const { maximumItems } = extensions as { maximumItems?: unknown }
  return typeof maximumItems === 'number' ? maximumItems : maximumPageSize
}

/** Items for each parent, and whether they are nodes: loaded, not read with their parent. */
const itemsOf = (selected: Selected): { size: number; areNodes: boolean } => {
  const { field, args } = selected
  const requested = requestedSize(field, args)
  if (requested !== null) return { size: requested, areNodes: true }
  const { loads } = declaredCost(field)
  const isPlain = isList(field) && isCompositeType(getNamedType(field.type)) && !isOfPage(selected)
  return isPlain
    ? { size: maximumOf(field), areNodes: loads !== undefined }
    : { size: 1, areNodes: false }
}

/** A fault of arguments, at the field that has it. */
const located = <Result>({ node }: Selected, work: () => Result): Result => {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error
    throw new GraphQLError(error.message, { nodes: node, originalError: error })
  }
}

const loadsOf = ({ field, args, isRoot }: Selected, kind: string): number => {
  const { loads } = declaredCost(field)
  if (loads !== undefined) return typeof loads === 'function' ? loads(args) : loads
  if (isRoot) return kind === 'mutation' ? mutationLoads : 1
  return requestedSize(field, args) === null ? 0 : 1
}

const partOf = (selected: Selected, below: Part | null, kind: string): Part =>
  located(selected, () => {
    const { field, args, name } = selected
    const { check, each = 0 } = declaredCost(field)
    check?.(args)
    const { size, areNodes } = itemsOf(selected)
    const own = loadsOf(selected, kind)
    const inner = below ?? emptyPart()
    const fields = 1 + each + size * inner.fields
    const loads = own + inner.loads
    const isDear = below !== null || own + each > 0
    return {
      fields,
      loads,
      nodes: size * inner.nodes + (areNodes ? size : 0),
      introspection: inner.introspection,
      ...(isDear && {
        dearest: { name, fields, loads, size, ...(inner.dearest && { below: inner.dearest }) },
      }),
    }
  })

/** Follows the cost down for as long as most of it comes from one field. */
const pathOf = (dearest: Dearest): string => {
  const { name, size, below } = dearest
  if (!below) return name
  const share = costOf({ fields: size * below.fields, loads: below.loads })
  return share * 2 < costOf(dearest) ? name : `${name}.${pathOf(below)}`
}

type Operation = {
  schema: GraphQLSchema
  /** Parsed and validated. */
  document: DocumentNode
  operation: OperationDefinitionNode
  /** Coerced, as `getVariableValues` answers. */
  variableValues: Arguments
  /** How far to count fields of introspection. Default: without end. */
  maximumIntrospection?: number
}

/**
 * What a valid operation would cost with its variables, without running it. Takes time in
 * proportion to the document: each fragment is read once. Throws a GraphQLError for arguments that
 * no field accepts, such as page sizes out of range.
 */
export const measureOperation = (options: Operation): Measure => {
  const { document, operation, maximumIntrospection = Number.POSITIVE_INFINITY } = options
  const reader = new SelectionReader<Part>(options, {
    empty: emptyPart,
    add: addPart,
    field: (selected, below) => partOf(selected, below, operation.operation),
    introspection: (node) => ({
      ...emptyPart(),
      fields: 1,
      introspection: measureIntrospection(options, node, maximumIntrospection),
    }),
  })
  const part = reader.readOperation()
  const shape = countShapes(document).get(operation)
  if (!shape) throw new Error('The operation is not of the document')
  return {
    ...shape,
    kind: operation.operation,
    cost: costOf(part) + Math.ceil(part.introspection / introspectionDiscount),
    loads: part.loads,
    nodes: part.nodes,
    introspection: part.introspection,
    dearestField: part.dearest ? pathOf(part.dearest) : null,
  }
}
