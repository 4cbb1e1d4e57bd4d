import { builder } from '#builder.ts'
import { connectionOf } from '#graphql/connections.ts'
import { atMost } from '#graphql/list-limits.ts'
import { limitedBy } from '#graphql/mutation-limits.ts'
import { loadNodesOf } from '#graphql/nodes.ts'
import { errorType } from '#graphql/types.ts'
import { rowId } from '#lib/ids.ts'
import { RateLimited } from '#lib/rate-limits.ts'
import { type Scope, scopeNames, scopes } from '#lib/scopes.ts'
import { personOf } from '#lib/viewer.ts'
import {
  TokenExpiryInvalid,
  TokenNameInvalid,
  TokenNotFound,
  TokenScopesInvalid,
} from './errors.ts'
import * as policy from './policy.ts'
import * as tokens from './service.ts'

errorType(TokenNotFound, 'You have no such token.')
errorType(TokenExpiryInvalid, 'The token can’t expire then, or must expire.')
errorType(TokenNameInvalid, 'The token can’t have this name.')
errorType(TokenScopesInvalid, 'The token needs other scopes.')

const enumName = (scope: Scope) => scope.toUpperCase().replace(':', '_')

const TokenScope = builder.enumType('TokenScope', {
  description: 'What a personal access token may do.',
  values: Object.fromEntries(
    scopeNames.map((scope) => [enumName(scope), { value: scope, description: scopes[scope] }]),
  ) as Record<string, { value: Scope; description: string }>,
})

const PersonalAccessToken = builder.prismaNode('PersonalAccessToken', {
  id: { field: 'id' },
  select: { id: true },
  findUnique: (id, ctx) => ({ id, AND: [policy.readable(ctx.viewer)] }),
  description: 'Lets a program act for you, within its scopes. It can’t manage tokens or sessions.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What you call it.' }),
    tokenHint: t.exposeString('tokenHint', { description: 'Its last four characters.' }),
    scopes: t.field({
      type: [TokenScope],
      ...atMost(scopeNames.length, 'Scopes that the token has.'),
      select: { scopes: true },
      resolve: ({ scopes: granted }) => granted as Scope[],
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ends; null if never.',
    }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was used last, to the minute; null if never.',
    }),
  }),
})

loadNodesOf('PersonalAccessToken', (query, ids, ctx) =>
  ctx.db.personalAccessToken.findMany({
    ...query,
    where: { AND: [policy.readable(ctx.viewer), { id: { in: ids } }] },
  }),
)

const PersonalAccessTokenConnection = connectionOf(PersonalAccessToken)

builder.objectField('Viewer', 'personalAccessTokens', (t) =>
  t.prismaConnection(
    {
      type: 'PersonalAccessToken',
      cursor: 'id',
      authScopes: { session: true },
      description: 'Your tokens, the latest first; expired ones too.',
      totalCount: (_viewer, _args, ctx) =>
        ctx.db.personalAccessToken.count({ where: policy.readable(ctx.viewer) }),
      resolve: (query, _viewer, _args, ctx) =>
        ctx.db.personalAccessToken.findMany({
          ...query,
          where: policy.readable(ctx.viewer),
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        }),
    },
    PersonalAccessTokenConnection,
  ),
)

const CreatePersonalAccessTokenPayload = builder
  .objectRef<{ id: string; token: string }>('CreatePersonalAccessTokenPayload')
  .implement({
    description: 'The token was made.',
    fields: (t) => ({
      token: t.exposeString('token', {
        description: 'The token itself. It is shown this once: we keep only its fingerprint.',
      }),
      personalAccessToken: t.prismaField({
        type: 'PersonalAccessToken',
        description: 'What is known of it.',
        resolve: (query, { id }, _args, { db }) =>
          db.personalAccessToken.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  })

const RenamePersonalAccessTokenPayload = builder
  .objectRef<{ id: string }>('RenamePersonalAccessTokenPayload')
  .implement({
    description: 'The token has another name.',
    fields: (t) => ({
      personalAccessToken: t.prismaField({
        type: 'PersonalAccessToken',
        description: 'The token.',
        resolve: (query, { id }, _args, { db }) =>
          db.personalAccessToken.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  })

const RevokePersonalAccessTokenPayload = builder
  .objectRef<{ id: string }>('RevokePersonalAccessTokenPayload')
  .implement({
    description: 'The token is of no use any more.',
    fields: (t) => ({
      revokedTokenId: t.globalID({
        description: 'Which.',
        resolve: ({ id }) => ({ type: 'PersonalAccessToken', id }),
      }),
    }),
  })

builder.mutationFields((t) => ({
  createPersonalAccessToken: t.fieldWithInput({
    type: CreatePersonalAccessTokenPayload,
    extensions: limitedBy('token.create'),
    errors: { types: [RateLimited, TokenNameInvalid, TokenScopesInvalid, TokenExpiryInvalid] },
    authScopes: { session: true },
    description: 'Makes a token with which a program can act for you.',
    typeOptions: { description: 'The token to make.' },
    input: {
      name: t.input.string({ required: true, description: 'What you call it.' }),
      scopes: t.input.field({
        type: [TokenScope],
        required: true,
        description: 'What it may do, at least one.',
      }),
      expiresAt: t.input.field({
        type: 'DateTime',
        description: 'When it ends, within 366 days. Only a token that reads may do without.',
      }),
    },
    resolve: async (_root, { input }, ctx) => {
      const { row, token } = await tokens.create(ctx, personOf(ctx).userId, {
        name: input.name,
        scopes: input.scopes,
        expiresAt: input.expiresAt ?? null,
      })
      return { id: row.id, token }
    },
  }),
  renamePersonalAccessToken: t.fieldWithInput({
    type: RenamePersonalAccessTokenPayload,
    errors: { types: [TokenNotFound, TokenNameInvalid] },
    authScopes: { session: true },
    description: 'Gives one of your tokens another name.',
    typeOptions: { description: 'Which token, and its new name.' },
    input: {
      tokenId: t.input.globalID({ required: true, description: 'The token.' }),
      name: t.input.string({ required: true, description: 'What you call it from now on.' }),
    },
    resolve: async (_root, { input }, ctx) => {
      const id = rowId(input.tokenId, 'PersonalAccessToken')
      await tokens.rename(ctx, personOf(ctx).userId, id, input.name)
      return { id }
    },
  }),
  revokePersonalAccessToken: t.fieldWithInput({
    type: RevokePersonalAccessTokenPayload,
    errors: { types: [TokenNotFound] },
    authScopes: { session: true },
    description: 'Makes one of your tokens useless, from now on.',
    typeOptions: { description: 'Which token to revoke.' },
    input: { tokenId: t.input.globalID({ required: true, description: 'The token.' }) },
    resolve: async (_root, { input }, ctx) => {
      const id = rowId(input.tokenId, 'PersonalAccessToken')
      await tokens.revoke(ctx, personOf(ctx).userId, id)
      return { id }
    },
  }),
}))
