import { GraphQLError, type GraphQLErrorOptions, type ValidationRule } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { ErrorCode } from '#lib/errors.ts'

const refusal = (options: GraphQLErrorOptions = {}) =>
  new GraphQLError('A text can’t have the character NUL or half a surrogate pair in it', {
    ...options,
    // As a variable of another type: 400 for clients that know of the response's media type.
    extensions: { code: 'BAD_USER_INPUT' satisfies ErrorCode, http: { status: 400, spec: true } },
  })

const isUnfit = (value: unknown): boolean => {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed()
  return typeof value === 'object' && value !== null && Object.values(value).some(isUnfit)
}

const fitTextsRule: ValidationRule = (context) => ({
  StringValue: (node) => {
    if (isUnfit(node.value)) context.reportError(refusal({ nodes: node }))
  },
})

/**
 * Refuses texts in the document that PostgreSQL does not store ("Character Types") or that are no
 * UTF-8 in an address or a form: those with the character NUL or with half a surrogate pair.
 */
export const useStorableTexts = (): Plugin => ({
  onValidate: ({ addValidationRule }) => addValidationRule(fitTextsRule),
})

/** The error for variables that have such a text; null if there is none. */
export const textRefusal = (variables: unknown) => (isUnfit(variables) ? refusal() : null)
