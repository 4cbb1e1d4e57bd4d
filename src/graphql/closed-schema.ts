import { NoSchemaIntrospectionCustomRule } from 'graphql'
import type { Plugin } from 'graphql-yoga'

/** The end of a message in which graphql-js names what a misspelled name may have meant. */
const suggestion = /\s*Did you mean [^?]*\?$/

/**
 * Keeps the schema to those who have it: refuses introspection (`__typename` stays), and takes the
 * schema's names out of messages about misspelled ones, with which it could be guessed.
 */
export const useClosedSchema = (): Plugin => ({
  onValidate: ({ addValidationRule }) => addValidationRule(NoSchemaIntrospectionCustomRule),
  onResultProcess: ({ result }) => {
    for (const answer of Array.isArray(result) ? result : [result]) {
      for (const error of ('errors' in answer && answer.errors) || []) {
        error.message = error.message.replace(suggestion, '')
      }
    }
  },
})
