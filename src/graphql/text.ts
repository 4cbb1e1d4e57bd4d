import { GraphQLError, type GraphQLErrorOptions, type ValidationRule } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { ErrorCode } from '#lib/errors.ts'

const refusal = (options: GraphQLErrorOptions = {}) =>
  new GraphQLError('A text can’t have the character NUL in it', {
    ...options,
    // As a variable of another type: 400 for clients that know of the response's media type.
    extensions: { code: 'BAD_USER_INPUT' satisfies ErrorCode, http: { status: 400, spec: true } },
  })

const hasNul = (value: unknown): boolean => {
  if (typeof value === 'string') return value.includes('\0')
  return typeof value === 'object' && value !== null && Object.values(value).some(hasNul)
}

const noNulRule: ValidationRule = (context) => ({
  StringValue: (node) => {
    if (hasNul(node.value)) context.reportError(refusal({ nodes: node }))
  },
})

/**
 * Refuses texts with the character NUL in the document: PostgreSQL stores any other one
 * ("Character Types").
 */
export const useTextsWithoutNul = (): Plugin => ({
  onValidate: ({ addValidationRule }) => addValidationRule(noNulRule),
})

/** The error for variables that have the character NUL in a text; null if there is none. */
export const nulRefusal = (variables: unknown) => (hasNul(variables) ? refusal() : null)
