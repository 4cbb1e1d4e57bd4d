import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
} from 'graphql'
import type { GraphQLParams, Plugin } from 'graphql-yoga'
import type { Env } from '#env.ts'
import type { ErrorCode } from '#lib/errors.ts'
import { type Measure, measureOperation } from './cost.ts'
import { fullIntrospectionSize } from './introspection.ts'
import { countShapes, type Shape } from './shape.ts'
import { textRefusal } from './text.ts'

type Name = 'depth' | 'fields' | 'aliases' | 'rootFields' | 'directives'
type Measured = Name | 'cost' | 'nodes' | 'introspection'
type Limits = Record<Measured, number>

const sentences: Record<Measured, (value: string) => string> = {
  depth: (value) => `has ${value} levels of fields`,
  fields: (value) => `selects ${value} fields`,
  aliases: (value) => `has ${value} aliases`,
  rootFields: (value) => `has ${value} fields at its root`,
  directives: (value) => `has ${value} directives`,
  cost: (value) => `costs ${value}`,
  nodes: (value) => `asks for ${value} items of lists`,
  introspection: (value) => `asks for ${value} fields about the schema`,
}

const format = (value: number) => value.toLocaleString('en-US')

type Excess = { measure: Measured; value: number; limit: number }

const excessError = (
  { measure, value, limit }: Excess,
  { cost, dearestField }: { cost?: number; dearestField: string | null },
) => {
  const isCounted = value <= Number.MAX_SAFE_INTEGER
  const sentence = sentences[measure](isCounted ? format(value) : `more than ${format(limit)}`)
  const where = dearestField === null ? '' : ` Most of it arises at \`${dearestField}\`.`
  const extensions = {
    code: 'OPERATION_TOO_COMPLEX' satisfies ErrorCode,
    measure,
    limit,
    ...(isCounted && { value }),
    ...(cost !== undefined && { cost }),
    dearestField,
    // A refusal for our sake, whatever media type the client knows.
    http: { status: 400, spec: false },
  }
  return new GraphQLError(
    `The operation ${sentence}; the limit is ${format(limit)}.${where} Ask for less, or split it.`,
    { extensions },
  )
}

const excessOf = (measure: Measured, value: number, limit: number): Excess | null =>
  value > limit ? { measure, value, limit } : null

const shapeNames: Name[] = ['rootFields', 'aliases', 'fields', 'depth', 'directives']

const shapeError = (shape: Shape, limits: Limits) => {
  for (const name of shapeNames) {
    const excess = excessOf(name, shape[name], limits[name])
    if (excess) return excessError(excess, { dearestField: shape.widest?.name ?? null })
  }
  return null
}

const costError = (measure: Measure, limits: Limits) => {
  for (const name of ['introspection', 'nodes', 'cost'] as const) {
    const excess = excessOf(name, measure[name], limits[name])
    if (excess) return excessError(excess, measure)
  }
  return null
}

/** Messages quote the value that does not fit: not more of it than helps. */
const maximumMessage = 500

/** Refuses as a request error, with status 400 for clients that know of the media type. */
const refused = (error: GraphQLError) =>
  new GraphQLError(error.message.slice(0, maximumMessage), {
    nodes: error.nodes,
    extensions: {
      code: 'BAD_USER_INPUT' satisfies ErrorCode,
      ...error.extensions,
      http: { status: 400, spec: true },
    },
  })

/** Arguments that graphql itself finds to be unfit, such as null for a default, are refused too. */
const withRefusals = <Result>(work: () => Result): Result => {
  try {
    return work()
  } catch (error) {
    throw error instanceof GraphQLError && !error.originalError ? refused(error) : error
  }
}

/** What the document is, and what is known of the request, before its context is made. */
export type Requested = { document: DocumentNode; params: GraphQLParams }

const readVariables = (schema: GraphQLSchema, { document, params }: Requested) => {
  const operation = getOperationAST(document, params.operationName)
  if (!operation) throw new Error('The operation is unknown')
  const definitions = operation.variableDefinitions ?? []
  const { coerced, errors } = getVariableValues(schema, definitions, params.variables ?? {}, {
    maxErrors: 10,
  })
  if (errors) throw new AggregateError(errors.map(refused))
  const unfit = textRefusal(params.variables)
  if (unfit) throw unfit
  return { operation, variableValues: coerced }
}

const limitsFrom = (env: Env, schema: GraphQLSchema): Limits => ({
  depth: env.GRAPHQL_MAX_DEPTH,
  fields: env.GRAPHQL_MAX_FIELDS,
  aliases: env.GRAPHQL_MAX_ALIASES,
  rootFields: env.GRAPHQL_MAX_ROOT_FIELDS,
  directives: env.GRAPHQL_MAX_DIRECTIVES,
  cost: env.GRAPHQL_MAX_COST,
  nodes: env.GRAPHQL_MAX_NODES,
  introspection: 2 * fullIntrospectionSize(schema),
})

/**
 * The limits of operations. `shapeRefusal` says whether a document is over one of them by its form.
 * `plugin` refuses it then, before it is validated. `measure` throws for an operation whose
 * variables or arguments no field accepts, or that would cost too much, before anything else is
 * done for the request.
 */
export const createOperationLimits = (env: Env, schema: GraphQLSchema) => {
  const limits = limitsFrom(env, schema)
  const shapeRefusal = (document: DocumentNode) =>
    [...countShapes(document).values()]
      .map((shape) => shapeError(shape, limits))
      .find((error) => error !== null)
  const plugin: Plugin<Partial<Requested>> = {
    onValidate: ({ params: { documentAST }, setResult, extendContext }) => {
      extendContext({ document: documentAST })
      const error = shapeRefusal(documentAST)
      if (error) setResult([error])
    },
  }
  const measure = (requested: Requested): Measure => {
    const { operation, variableValues } = readVariables(schema, requested)
    const measured = withRefusals(() =>
      measureOperation({
        ...{ schema, document: requested.document, operation, variableValues },
        maximumIntrospection: limits.introspection,
      }),
    )
    const error = costError(measured, limits)
    if (error) throw error
    return measured
  }
  return { plugin, shapeRefusal, measure }
}
