import SchemaBuilder, {
  BasePlugin,
  type PothosOutputFieldConfig,
  type SchemaTypes,
} from '@pothos/core'
import type { GraphQLFieldResolver } from 'graphql'
import type { Ctx } from '#context.ts'
import { countUse, type LimitName } from '#lib/rate-limits.ts'

/**
 * Declares how often one person, or one client that is not signed in, may do a mutation:
 * `extensions: limitedBy('token.create')`. Each alias counts, in one request or in many.
 */
export const limitedBy = (limit: LimitName) => ({ limit })

/** The limit that a field declares, or null. */
export const declaredLimit = (field: {
  extensions?: object | null | undefined
}): LimitName | null => (field.extensions as { limit?: LimitName } | undefined)?.limit ?? null

/** Counts a use of each field that declares a limit, once who asks may do it. */
class MutationLimitsPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(
    resolve: GraphQLFieldResolver<unknown, Types['Context'], object>,
    config: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    const limit = declaredLimit(config)
    if (!limit) return resolve
    return async (root, args, context, info) => {
      await countUse(context as Ctx, limit)
      return resolve(root, args, context, info)
    }
  }
}

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      mutationLimits: MutationLimitsPlugin<Types>
    }
  }
}

SchemaBuilder.registerPlugin('mutationLimits', MutationLimitsPlugin)
