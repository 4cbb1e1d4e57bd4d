import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Env } from '#env.ts'
import type { ErrorCode } from '#lib/errors.ts'

/** What is left of so many bytes after a value, about as JSON has it; below zero: it is too long. */
const leftAfter = (value: unknown, bytes: number): number => {
  if (typeof value === 'string') return bytes - Buffer.byteLength(value) - 3
  if (typeof value !== 'object' || value === null) return bytes - 6
  let left = bytes - 2
  for (const [name, item] of Object.entries(value)) {
    left = leftAfter(item, Array.isArray(value) ? left : left - name.length - 4)
    if (left < 0) return left
  }
  return left
}

const refusal = (limit: number) =>
  new GraphQLError(
    `The answer has more than ${limit.toLocaleString('en-US')} bytes. Ask for less, or split it.`,
    {
      extensions: {
        code: 'OPERATION_TOO_COMPLEX' satisfies ErrorCode,
        ...{ measure: 'bytes', limit },
        // A refusal for our sake, whatever media type the client knows.
        http: { status: 400, spec: false },
      },
    },
  )

/**
 * Refuses answers that are too long before they are written: the same text may stand in one many
 * times, which costs nothing until then.
 */
export const useAnswerLimit = ({ GRAPHQL_MAX_ANSWER_BYTES: limit }: Env): Plugin => ({
  onExecute: () => ({
    onExecuteDone: ({ result, setResult }) => {
      if ('data' in result && leftAfter(result.data, limit) < 0) {
        setResult({ errors: [refusal(limit)] })
      }
    },
  }),
})
