import type { GraphQLSchema } from 'graphql'
import { builder } from './builder.ts'
import { domains } from './domains.ts'
import './graphql/types.ts'

let schema: Promise<GraphQLSchema> | undefined

/** The schema that all domains make together; built once. */
export const loadSchema = (): Promise<GraphQLSchema> => {
  schema ??= (async () => {
    for (const domain of domains) await domain.schema?.()
    return builder.toSchema()
  })()
  return schema
}
