import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as tokens from '#token/service.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createMembership, createOrganization, createUser } from '../../test/demo.ts'
import { graphql } from '../../test/generated/gql.ts'
import { parseEmail } from './email.ts'
import * as users from './service.ts'

const Account = graphql(`
  query Account {
    viewer {
      login
      email
      isStaff
      emailPromotionsAndEvents
      emailNewslettersAndChangelogs
      oauthAccounts { accountLogin }
      user { id login }
      memberships { nodes { organization { login } isAdmin } }
    }
  }
`)

const UpdatePreferences = graphql(`
  mutation UpdatePreferences($input: UpdatePreferencesInput!) {
    updatePreferences(input: $input) {
      ... on UpdatePreferencesPayload {
        viewer { emailPromotionsAndEvents emailNewslettersAndChangelogs }
      }
    }
  }
`)

const DeleteAccount = graphql(`
  mutation DeleteAccount($confirmEmail: String!) {
    deleteAccount(input: { confirmEmail: $confirmEmail }) {
      ... on DeleteAccountPayload { deletedAt }
      ... on ConfirmationMismatch { code path }
    }
  }
`)

const UserByLogin = graphql(`
  query UserByLogin($login: String!) {
    user(login: $login) { login name }
  }
`)

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ worker: false, settings: { STAFF: 'Boss, other' } })
})
afterAll(() => app.stop())

describe('viewer', () => {
  test('is null for nobody', async () => {
    expect(await app.query(Account)).toEqual({ data: { viewer: null } })
  })

  test('is oneself, with what only oneself may see', async () => {
    const user = await createUser(app.db)
    const organization = await createOrganization(app.db)
    await createMembership(app.db, { userId: user.id, organizationId: organization.id })
    const { cookie } = await app.signIn(user.id)
    const { data } = await app.query(Account, {}, { cookie })
    expect(data?.viewer).toMatchObject({
      login: user.login,
      email: user.email,
      isStaff: false,
      oauthAccounts: [],
      user: { login: user.login },
      memberships: { nodes: [{ organization: { login: organization.login }, isAdmin: false }] },
    })
  })

  test('is staff if the setting names the login, in any case of letters', async () => {
    const { id } = await createUser(app.db, { login: 'boss' })
    const { cookie } = await app.signIn(id)
    expect((await app.query(Account, {}, { cookie })).data?.viewer?.isStaff).toBe(true)
  })

  test('is not staff with a token: a leaked one is no key to everything', async () => {
    const { id } = await createUser(app.db, { login: 'other' })
    const { token } = await tokens.create(app.ctx, id, {
      name: 'x',
      scopes: ['user:read'],
      expiresAt: null,
    })
    const { data } = await app.query(Account, {}, { authorization: `Bearer ${token}` })
    expect(data?.viewer ?? null).toBeNull()
    const staff = await app.query(
      '{ viewer { isStaff } }',
      {},
      { authorization: `Bearer ${token}` },
    )
    expect(staff.data).toEqual({ viewer: { isStaff: false } })
  })

  test('changes the preferences that are given, and only these', async () => {
    const { id } = await createUser(app.db)
    const { cookie } = await app.signIn(id)
    const input = { emailPromotionsAndEvents: false }
    const { data } = await app.query(UpdatePreferences, { input }, { cookie })
    expect(data?.updatePreferences.viewer).toEqual({
      emailPromotionsAndEvents: false,
      emailNewslettersAndChangelogs: true,
    })
  })
})

describe('user', () => {
  test('is found by login, in any case of letters', async () => {
    await createUser(app.db, { login: 'Grace' })
    const { data } = await app.query(UserByLogin, { login: 'gRACE' })
    expect(data?.user).toEqual({ login: 'Grace', name: null })
  })

  test('nobody has an unknown login', async () => {
    expect((await app.query(UserByLogin, { login: 'nobody' })).data?.user).toBeNull()
  })
})

describe('deleting an account', () => {
  test('needs the address, typed', async () => {
    const { id } = await createUser(app.db)
    const { cookie } = await app.signIn(id)
    const { data } = await app.query(DeleteAccount, { confirmEmail: 'x@example.com' }, { cookie })
    expect(data?.deleteAccount).toEqual({ code: 'BAD_USER_INPUT', path: ['confirmEmail'] })
    expect((await app.query(Account, {}, { cookie })).data?.viewer).not.toBeNull()
  })

  test('keeps the row and nothing that tells who it was; access ends', async () => {
    const user = await createUser(app.db, { login: 'leaver', email: 'leaver@example.com' })
    const organization = await createOrganization(app.db)
    await createMembership(app.db, { userId: user.id, organizationId: organization.id })
    const { cookie } = await app.signIn(user.id)
    await app.query(DeleteAccount, { confirmEmail: ' Leaver@example.com' }, { cookie })
    expect((await app.query(Account, {}, { cookie })).data?.viewer).toBeNull()
    const row = await app.db.user.findUniqueOrThrow({
      where: { id: user.id },
      include: { sessions: true, memberships: true, oauthAccounts: true },
    })
    expect(JSON.stringify(row)).not.toMatch(/leaver/i)
    expect(row).toMatchObject({ sessions: [], oauthAccounts: [] })
    expect(row.memberships[0]?.deletedAt).toBeInstanceOf(Date)
    expect((await app.query(UserByLogin, { login: 'leaver' })).data?.user).toBeNull()
  })

  test('frees the address and the login for somebody new', async () => {
    const user = await createUser(app.db, { login: 'again', email: 'again@example.com' })
    await users.remove(app.ctx, user.id, 'again@example.com')
    await createUser(app.db, { login: 'again', email: 'again@example.com' })
    expect(await users.findByEmail(app, 'AGAIN@example.com')).toMatchObject({ deletedAt: null })
  })
})

describe('e-mail addresses', () => {
  const long = (length: number) => {
    const domain = `@${'d'.repeat(62)}.${'d'.repeat(60)}.${'d'.repeat(60)}.${'d'.repeat(62)}.example`
    return `${'a'.repeat(length - domain.length)}${domain}`
  }

  test('320 characters pass, 321 do not', () => {
    expect(parseEmail(long(320))).toHaveLength(320)
    expect(() => parseEmail(long(321))).toThrow('This is not an e-mail address')
  })

  test.each([
    'аda@example.com',
    'ada@exampl\u212a.com',
    'ada',
    'a@b',
    'a b@example.com',
    '',
    'a@x.com\n',
  ])('%j: look-alikes and nonsense do not pass, spaces around do', (text) => {
    if (text.trim() === 'a@x.com') expect(parseEmail(text)).toBe('a@x.com')
    else expect(() => parseEmail(text)).toThrow('This is not an e-mail address')
  })

  test('two at once sign up once', async () => {
    const email = 'twins@example.com'
    const both = await Promise.all(
      [email, 'Twins@example.com'].map((text) =>
        app.ctx.transaction((tx) => users.signInByEmail(tx, text)),
      ),
    )
    expect(both[0]?.id).toBe(both[1]?.id)
  })
})
