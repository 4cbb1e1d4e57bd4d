import SchemaBuilder from '@pothos/core'
import ErrorsPlugin from '@pothos/plugin-errors'
import PrismaPlugin from '@pothos/plugin-prisma'
import RelayPlugin from '@pothos/plugin-relay'
import ScopeAuthPlugin from '@pothos/plugin-scope-auth'
import TracingPlugin, { isRootField, runFunction } from '@pothos/plugin-tracing'
import ValidationPlugin from '@pothos/plugin-validation'
import WithInputPlugin from '@pothos/plugin-with-input'
import type { Ctx } from './context.ts'
import type PrismaTypes from './generated/pothos.ts'
import { getDatamodel } from './generated/pothos.ts'
import type { User } from './generated/prisma/client.ts'
import { costs } from './graphql/cost.ts'
import { defaultPageSize, maximumPageSize } from './graphql/limits.ts'
import ListCursorsPlugin from './graphql/list-cursors.ts'
import { loadNodes } from './graphql/nodes.ts'
import type { Actor, Label } from './issue/github.ts'
import { BadUserInput, ExpectedError } from './lib/errors.ts'
import { decodeId, encodeId } from './lib/ids.ts'
import type { Scope } from './lib/scopes.ts'
import { personWith } from './lib/viewer.ts'
import type { Backer } from './pledge/service.ts'
import type { PullRequestState } from './pull-request/github.ts'

type Types = {
  Context: Ctx
  PrismaTypes: PrismaTypes
  DefaultFieldNullability: false
  DefaultEdgesNullability: false
  DefaultNodeNullability: false
  /** Types that several domains add fields to, or have fields of, by name. */
  Objects: { Viewer: User; Actor: Actor; Label: Label; Backer: Backer }
  AuthScopes: {
    /** Signed in with a session, or with a token that has this scope. */
    scope: Scope
    /** Signed in with a session: what a token may never do. */
    session: boolean
    staff: boolean
  }
  Connection: { totalCount?: number | (() => Promise<number> | number) }
  Scalars: {
    ID: { Input: string; Output: string }
    DateTime: { Input: Date; Output: Date }
    URL: { Input: URL; Output: URL | string }
    Cents: { Input: bigint; Output: bigint }
    EmailAddress: { Input: string; Output: string }
    HTML: { Input: string; Output: string }
    /** An enum that several domains have fields of: Pothos finds it by name as it does scalars. */
    PullRequestState: { Input: PullRequestState; Output: PullRequestState }
  }
}

const capitalize = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)

/** Things of one type are loaded together. */
const countTypes = ({ ids }: { ids?: unknown }) =>
  new Set((ids as string[]).map((id) => decodeId(id).typename)).size

/** The one schema builder: every domain's `schema.ts` registers its types here. */
export const builder = new SchemaBuilder<Types>({
  plugins: [
    TracingPlugin,
    ScopeAuthPlugin,
    ErrorsPlugin,
    WithInputPlugin,
    RelayPlugin,
    PrismaPlugin,
    ListCursorsPlugin,
    ValidationPlugin,
  ],
  defaultFieldNullability: false,
  prisma: {
    client: (ctx) => ctx.db,
    dmmf: getDatamodel(),
    exposeDescriptions: false,
    filterConnectionTotalCount: true,
    // A resolver that ignores its query would send a statement for nothing.
    onUnusedQuery: 'error',
    maxConnectionSize: maximumPageSize,
    defaultConnectionSize: defaultPageSize,
  },
  scopeAuth: {
    authScopes: ({ viewer }) => ({
      scope: (scope) => personWith(viewer, scope) !== null,
      session: viewer.kind === 'user' && viewer.sessionId !== null,
      staff: viewer.kind === 'user' && viewer.isStaff,
    }),
    authorizeOnSubscribe: true,
    unauthorizedError: (_parent, { viewer }) =>
      viewer.kind === 'anonymous'
        ? new ExpectedError('UNAUTHENTICATED', 'Sign in first')
        : new ExpectedError('FORBIDDEN', 'You may not do this'),
  },
  errors: {
    directResult: true,
    defaultTypes: [],
    defaultUnionOptions: { description: 'What a mutation may answer with.' },
  },
  withInput: {
    typeOptions: { name: ({ fieldName }) => `${capitalize(fieldName)}Input` },
    argOptions: { required: true, description: 'What to do.' },
  },
  validation: {
    validationError: ({ issues }) => {
      const path = issues[0]?.path?.map((part) =>
        String(typeof part === 'object' ? part.key : part),
      )
      return new BadUserInput(issues.map(({ message }) => message).join('; '), path ?? null)
    },
  },
  tracing: {
    default: (config) => isRootField(config),
    wrap: (resolver, _options, config) => (source, args, ctx, info) =>
      runFunction(
        () => resolver(source, args, ctx, info),
        (_error, milliseconds) =>
          ctx.metrics.rootFields.observe(
            { field: `${config.parentType}.${config.name}` },
            milliseconds / 1_000,
          ),
      ),
  },
  relay: {
    encodeGlobalID: (typename, id) => encodeId(typename, String(id)),
    decodeGlobalID: decodeId,
    cursorType: 'String',
    clientMutationId: 'omit',
    idFieldOptions: { description: 'Identifies the thing in the whole API; its form may change.' },
    nodeTypeOptions: { description: 'A thing that can be fetched by its id.' },
    nodeQueryOptions: {
      description: 'Anything that has an id; null if there is no such thing that you may see.',
      args: { id: { description: 'The id of the thing.' } },
      resolve: async (_root, { id }, ctx, info) => (await loadNodes([id], ctx, info))[0],
    },
    nodesQueryOptions: {
      description: 'Things by their ids, in that order; null where there is none that you may see.',
      args: { ids: { description: 'The ids of the things, at most 100.' } },
      extensions: costs({ loads: countTypes }),
      resolve: (_root, { ids }, ctx, info) => loadNodes(ids, ctx, info),
    },
    pageInfoTypeOptions: { description: 'Where a page lies in its list.' },
    hasNextPageFieldOptions: { description: 'Whether there are items after this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether there are items before this page.' },
    startCursorFieldOptions: { description: 'The cursor of the first item of the page.' },
    endCursorFieldOptions: { description: 'The cursor of the last item of the page.' },
    pageInfoFieldOptions: { description: 'Where the page lies in the list.' },
    edgesFieldOptions: { description: 'The items of the page with their cursors.' },
    nodeFieldOptions: { description: 'The item.' },
    cursorFieldOptions: { description: 'The place of the item in the list.' },
    nodesOnConnection: { description: 'The items of the page.' },
    defaultConnectionTypeOptions: { description: 'A page of a list.' },
    defaultEdgeTypeOptions: { description: 'An item of a list, with its cursor.' },
    firstArgOptions: { description: 'How many items from the start, 1 to 100; 20 by default.' },
    lastArgOptions: { description: 'How many items from the end, 1 to 100.' },
    afterArgOptions: { description: 'Only items after this cursor.' },
    beforeArgOptions: { description: 'Only items before this cursor.' },
  },
})

builder.queryType({ description: 'What can be asked.' })
builder.mutationType({ description: 'What can be changed.' })
builder.subscriptionType({ description: 'What can be followed live.' })
