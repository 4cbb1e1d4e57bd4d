import { type DocumentNode, parse } from 'graphql'
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

/** Refuses long documents while they are read, before they are a tree in memory. */
export const useDocumentLimits = (env: Env): Plugin => ({
  onParse: ({ setParseFn }) =>
    setParseFn((source, options) =>
      parse(source, {
        ...options,
        maxTokens: env.GRAPHQL_MAX_TOKENS,
        maxComments: maximumComments,
      }),
    ),
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
