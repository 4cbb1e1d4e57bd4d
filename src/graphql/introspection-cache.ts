import {
  type DocumentNode,
  type ExecutionResult,
  Kind,
  type OperationDefinitionNode,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { LRUCache } from 'lru-cache'

/** Characters of all cached answers. The answer to the usual query of tools has 400,000. */
const maximumSize = 4_000_000

const names = new Set(['__schema', '__type', '__typename'])

/** The one operation of a document, if it asks of the schema alone, always in the same words. */
const isAboutSchema = ({ definitions }: DocumentNode) => {
  const operations = definitions.filter(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION,
  )
  const [operation] = operations
  if (!operation || operations.length > 1 || operation.variableDefinitions?.length) return false
  return operation.selectionSet.selections.every(
    (selection) => selection.kind === Kind.FIELD && names.has(selection.name.value),
  )
}

type Answer = ExecutionResult & { stringify: (answer: ExecutionResult) => string }

/** An answer that need not be written anew; more `extensions` than it had are added. */
const writtenAnswer = (data: string): Answer => ({
  data: {},
  stringify: ({ extensions }) =>
    `{"data":${data}${extensions ? `,"extensions":${JSON.stringify(extensions)}` : ''}}`,
})

/** Keeps answers to documents that ask of the schema alone, such as those of tools. */
export const useIntrospectionCache = (): Plugin => {
  const answers = new LRUCache<DocumentNode, string>({
    maxSize: maximumSize,
    sizeCalculation: (text) => text.length,
  })
  return {
    onExecute: ({ args: { document }, setResultAndStopExecution }) => {
      const data = answers.get(document)
      if (data !== undefined) {
        setResultAndStopExecution(writtenAnswer(data))
        return
      }
      if (!isAboutSchema(document)) return
      return {
        onExecuteDone: ({ result, setResult }) => {
          if (!('data' in result) || !result.data || result.errors) return
          const text = JSON.stringify(result.data)
          answers.set(document, text)
          setResult(writtenAnswer(text))
        },
      }
    },
  }
}
