import { GraphQLError, type GraphQLErrorOptions, type ValidationRule } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { ErrorCode } from '#lib/errors.ts'

/**
 * Items of a list in an input at most, whatever the field: each may become a parameter of a
 * statement. A field may take fewer.
 */
export const maximumInputItems = 1_000

const refusal = (items: number, options: GraphQLErrorOptions = {}) =>
  new GraphQLError(`A list of the input has ${items} items; the limit is ${maximumInputItems}`, {
    ...options,
    extensions: { code: 'BAD_USER_INPUT' satisfies ErrorCode, http: { status: 400, spec: true } },
  })

/** The length of the first list that is too long, of all in a value; null if there is none. */
const tooMany = (value: unknown): number | null => {
  if (typeof value !== 'object' || value === null) return null
  if (Array.isArray(value) && value.length > maximumInputItems) return value.length
  for (const item of Object.values(value)) {
    const items = tooMany(item)
    if (items !== null) return items
  }
  return null
}

const shortListsRule: ValidationRule = (context) => ({
  ListValue: (node) => {
    const { length } = node.values
    if (length > maximumInputItems) context.reportError(refusal(length, { nodes: node }))
  },
})

/** Refuses long lists in the document and in its variables before anything runs. */
export const useShortInputLists = (): Plugin => ({
  onParams: ({ params }) => {
    const items = tooMany(params.variables)
    if (items !== null) throw refusal(items)
  },
  onValidate: ({ addValidationRule }) => addValidationRule(shortListsRule),
})
