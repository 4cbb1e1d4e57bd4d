import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createDemo, createMembership, createUser } from '../../test/demo.ts'
import { graphql } from '../../test/generated/gql.ts'
import type { CreatePersonalAccessTokenInput } from '../../test/generated/graphql.ts'

const CreateToken = graphql(`
  mutation CreateToken($input: CreatePersonalAccessTokenInput!) {
    createPersonalAccessToken(input: $input) {
      __typename
      ... on CreatePersonalAccessTokenPayload {
        token
        personalAccessToken { id name scopes tokenHint expiresAt lastUsedAt }
      }
      ... on Error { message code path }
    }
  }
`)

const Tokens = graphql(`
  query Tokens {
    viewer {
      personalAccessTokens { totalCount nodes { id name lastUsedAt } }
    }
  }
`)

const RenameToken = graphql(`
  mutation RenameToken($tokenId: ID!, $name: String!) {
    renamePersonalAccessToken(input: { tokenId: $tokenId, name: $name }) {
      ... on RenamePersonalAccessTokenPayload { personalAccessToken { name } }
      ... on Error { code }
    }
  }
`)

const RevokeToken = graphql(`
  mutation RevokeToken($tokenId: ID!) {
    revokePersonalAccessToken(input: { tokenId: $tokenId }) {
      ... on RevokePersonalAccessTokenPayload { revokedTokenId }
      ... on Error { code }
    }
  }
`)

const Me = graphql(`
  query Me {
    viewer { login email }
  }
`)

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

const signedIn = async () => {
  const user = await createUser(app.db)
  const { cookie } = await app.signIn(user.id)
  return { user, cookie }
}

const create = async (cookie: string, input: Partial<CreatePersonalAccessTokenInput> = {}) => {
  const whole = { name: 'CI', scopes: ['USER_READ' as const], ...input }
  const { data } = await app.query(CreateToken, { input: whole }, { cookie })
  return data?.createPersonalAccessToken
}

const made = async (cookie: string, input: Partial<CreatePersonalAccessTokenInput> = {}) => {
  const answer = await create(cookie, input)
  if (answer?.__typename !== 'CreatePersonalAccessTokenPayload') throw new Error('not made')
  return answer
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

describe('creating', () => {
  test('shows the token once, with its expiry and name, and stores a fingerprint', async () => {
    const { cookie } = await signedIn()
    const expiresAt = inDays(30)
    const { token, personalAccessToken } = await made(cookie, { name: ' Deploys ', expiresAt })
    expect(token).toMatch(/^polar_pat_[\w-]{43}$/)
    expect(personalAccessToken).toMatchObject({
      name: 'Deploys',
      scopes: ['USER_READ'],
      tokenHint: token.slice(-4),
      expiresAt,
      lastUsedAt: null,
    })
    expect(JSON.stringify(await app.db.personalAccessToken.findMany())).not.toContain(token)
  })

  test.each([
    ['TokenNameInvalid', { name: ' ' }],
    ['TokenNameInvalid', { name: '\u200b' }],
    ['TokenNameInvalid', { name: 'a\u202eb' }],
    ['TokenNameInvalid', { name: 'a\r\nb' }],
    ['TokenNameInvalid', { name: 'x'.repeat(101) }],
    ['TokenScopesInvalid', { scopes: [] }],
    ['TokenExpiryInvalid', { scopes: ['USER_WRITE' as const] }],
    ['TokenExpiryInvalid', { expiresAt: inDays(-1) }],
    ['TokenExpiryInvalid', { expiresAt: inDays(367) }],
  ])('%s for %j', async (type, input) => {
    const { cookie } = await signedIn()
    expect(await create(cookie, input)).toMatchObject({ __typename: type, code: 'BAD_USER_INPUT' })
  })

  test('one that only reads may last for ever', async () => {
    const { cookie } = await signedIn()
    const { personalAccessToken } = await made(cookie)
    expect(personalAccessToken.expiresAt).toBeNull()
  })
})

describe('using', () => {
  test('as bearer it reads what its scope allows, and notes the use', async () => {
    const { user, cookie } = await signedIn()
    const { token } = await made(cookie)
    const { data } = await app.query(Me, {}, bearer(token))
    expect(data?.viewer).toEqual({ login: user.login, email: user.email })
    const listed = await app.query(Tokens, {}, { cookie })
    expect(listed.data?.viewer?.personalAccessTokens.nodes[0]?.lastUsedAt).not.toBeNull()
  })

  test('without the scope the field is FORBIDDEN', async () => {
    const { cookie } = await signedIn()
    const { token } = await made(cookie, { scopes: ['ISSUES_READ'] })
    const { data, errors } = await app.query(Me, {}, bearer(token))
    expect(data?.viewer).toBeNull()
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN')
  })

  test('private repositories and issues are seen with their scope only', async () => {
    const { user, cookie } = await signedIn()
    const [row] = await createDemo(app.db, { isPrivate: true })
    if (!row) throw new Error('no demo')
    const { organization, repository, issue } = row
    await createMembership(app.db, { userId: user.id, organizationId: organization.id })
    const ids = [encodeId('Repository', repository.id), encodeId('Issue', issue.id)]
    const seen = async (headers: Record<string, string>) => {
      const query = `{ nodes(ids: ${JSON.stringify(ids)}) { id } }`
      const { data } = await app.query<{ nodes: unknown[] }, object>(query, {}, headers)
      return data?.nodes.map((node) => node !== null)
    }
    expect(await seen({ cookie })).toEqual([true, true])
    for (const [scope, expected] of [
      ['REPOSITORIES_READ', [true, false]],
      ['ISSUES_READ', [false, true]],
      ['USER_READ', [false, false]],
    ] as const) {
      expect(await seen(bearer((await made(cookie, { scopes: [scope] })).token))).toEqual(expected)
    }
  })

  test('it can neither make tokens nor see tokens and sessions', async () => {
    const { cookie } = await signedIn()
    const { token } = await made(cookie)
    const input = { name: 'x', scopes: ['USER_READ' as const] }
    const making = await app.query(CreateToken, { input }, bearer(token))
    expect(making.errors?.[0]?.extensions.code).toBe('FORBIDDEN')
    const listing = await app.query(Tokens, {}, bearer(token))
    expect(listing.errors?.[0]?.extensions.code).toBe('FORBIDDEN')
  })

  test('revoked, expired, of a deleted user, malformed or foreign: 401, UNAUTHENTICATED', async () => {
    const { user, cookie } = await signedIn()
    const answerTo = async (token: string) => {
      const body = JSON.stringify({ query: '{ viewer { login } }' })
      const headers = { ...bearer(token), 'content-type': 'application/json' }
      const response = await app.post('/graphql', body, headers)
      const { errors } = (await response.json()) as { errors?: object[] }
      return { status: response.status, error: errors?.[0] }
    }
    const refused = {
      status: 401,
      error: expect.objectContaining({
        message: 'This token is unknown, revoked or expired',
        extensions: { code: 'UNAUTHENTICATED' },
      }),
    }
    const revoked = await made(cookie)
    await app.query(RevokeToken, { tokenId: revoked.personalAccessToken.id }, { cookie })
    expect(await answerTo(revoked.token)).toEqual(refused)
    const expired = await made(cookie, { expiresAt: inDays(1) })
    await app.db.personalAccessToken.updateMany({
      where: { userId: user.id, deletedAt: null },
      data: { expiresAt: new Date(Date.now() - 1) },
    })
    expect(await answerTo(expired.token)).toEqual(refused)
    const good = await made(cookie)
    expect(await answerTo(good.token)).toEqual({ status: 200, error: undefined })
    const sessionToken = cookie.split('=')[1] ?? ''
    for (const bad of [`${good.token}x`, 'polar_pat_', sessionToken, 'ghp_ofAnotherSite', 'a b']) {
      expect(await answerTo(bad)).toEqual(refused)
    }
    await app.db.user.update({ where: { id: user.id }, data: { deletedAt: new Date() } })
    expect(await answerTo(good.token)).toEqual(refused)
  })

  test('a bad cookie falls through to it', async () => {
    const { user, cookie } = await signedIn()
    const { token } = await made(cookie)
    const headers = { ...bearer(token), cookie: 'polar_session=polar_session_nothing' }
    expect((await app.query(Me, {}, headers)).data?.viewer?.login).toBe(user.login)
  })

  test('a token in the cookie is refused', async () => {
    const { cookie } = await signedIn()
    const { token } = await made(cookie)
    const { data } = await app.query(Me, {}, { cookie: `polar_session=${token}` })
    expect(data?.viewer).toBeNull()
  })
})

describe('managing', () => {
  test('lists all of one’s own; a revoked one is gone', async () => {
    const { cookie } = await signedIn()
    const [first, second] = [await made(cookie), await made(cookie, { name: 'Other' })]
    await made((await signedIn()).cookie)
    const names = async () =>
      (await app.query(Tokens, {}, { cookie })).data?.viewer?.personalAccessTokens.nodes.map(
        ({ name }) => name,
      )
    expect(await names()).toEqual(['Other', 'CI'])
    const tokenId = second.personalAccessToken.id
    const { data } = await app.query(RevokeToken, { tokenId }, { cookie })
    expect(data?.revokePersonalAccessToken).toEqual({ revokedTokenId: tokenId })
    expect(await names()).toEqual(['CI'])
    const variables = { tokenId: first.personalAccessToken.id, name: 'Renamed' }
    await app.query(RenameToken, variables, { cookie })
    expect(await names()).toEqual(['Renamed'])
  })

  test('somebody else’s is NOT_FOUND', async () => {
    const owner = await signedIn()
    const { personalAccessToken } = await made(owner.cookie)
    const { cookie } = await signedIn()
    const tokenId = personalAccessToken.id
    const renamed = await app.query(RenameToken, { tokenId, name: 'Mine' }, { cookie })
    expect(renamed.data?.renamePersonalAccessToken).toEqual({ code: 'NOT_FOUND' })
    const revoked = await app.query(RevokeToken, { tokenId }, { cookie })
    expect(revoked.data?.revokePersonalAccessToken).toEqual({ code: 'NOT_FOUND' })
  })
})
