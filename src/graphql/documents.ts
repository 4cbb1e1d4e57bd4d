import { type DocumentNode, GraphQLError, Lexer, parse, Source, TokenKind } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { LRUCache } from 'lru-cache'
import type { Env } from '#env.ts'

/** Bytes of memory that a parsed document takes for each token, measured with long documents. */
const bytesPerToken = 500

const sizeOf = (document: DocumentNode, source: string) => {
  let tokens = 1
  for (let token = document.loc?.startToken; token; token = token.next ?? undefined) tokens += 1
  return 2 * source.length + tokens * bytesPerToken
}

/** Comments of a document at most. They are no tokens to the parser, but take as much memory. */
const maximumComments = 1_000

const brackets = new Map<string, number>([
  ...(['{', '[', '('] as const).map((kind) => [kind, 1] as const),
  ...(['}', ']', ')'] as const).map((kind) => [kind, -1] as const),
])

/**
 * Refuses documents with too many levels, for each of which the parser calls itself, and with too many
 * fragments and spreads, whose validation takes time in proportion to the square of their number.
 */
const checkTokens = (source: Source, env: Env) => {
  const { GRAPHQL_MAX_NESTING, GRAPHQL_MAX_FRAGMENTS, GRAPHQL_MAX_TOKENS } = env
  const lexer = new Lexer(source)
  let depth = 0
  let fragments = 0
  const refuse = (position: number, message: string) => {
    throw new GraphQLError(message, { source, positions: [position] })
  }
  for (let tokens = 0; tokens <= GRAPHQL_MAX_TOKENS; tokens++) {
    const { kind, start, value } = lexer.advance()
    if (kind === TokenKind.EOF) return
    depth += brackets.get(kind) ?? 0
    const isDefinition = depth === 0 && kind === TokenKind.NAME && value === 'fragment'
    if (isDefinition || kind === TokenKind.SPREAD) fragments += 1
    if (depth > GRAPHQL_MAX_NESTING) {
      refuse(start, `More than ${GRAPHQL_MAX_NESTING} levels of brackets`)
    }
    if (fragments > GRAPHQL_MAX_FRAGMENTS) {
      refuse(start, `More than ${GRAPHQL_MAX_FRAGMENTS} fragments and spreads`)
    }
  }
}

/** Refuses long and deep documents while they are read, before they are a tree in memory. */
export const useDocumentLimits = (env: Env): Plugin => ({
  onParse: ({ setParseFn }) =>
    setParseFn((text, options) => {
      const source = typeof text === 'string' ? new Source(text) : text
      checkTokens(source, env)
      const limits = { maxTokens: env.GRAPHQL_MAX_TOKENS, maxComments: maximumComments }
      return parse(source, { ...options, ...limits })
    }),
})

/** Parsed documents, and errors of those that are none, by their text: bounded in bytes. */
export const createDocumentCaches = (env: Env) => ({
  documentCache: new LRUCache<string, DocumentNode>({
    maxSize: env.GRAPHQL_DOCUMENT_CACHE_BYTES,
    sizeCalculation: sizeOf,
  }),
  errorCache: new LRUCache<string, Error>({
    maxSize: Math.ceil(env.GRAPHQL_DOCUMENT_CACHE_BYTES / 10),
    sizeCalculation: (_error, source) => 2 * source.length + bytesPerToken,
  }),
})
