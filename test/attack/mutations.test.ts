import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isUnionType,
} from 'graphql'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { declaredLimit } from '#graphql/mutation-limits.ts'
import { encodeId } from '#lib/ids.ts'
import { loadSchema } from '#schema.ts'
import { startTestApp, type TestApp } from '../app.ts'
import { createUser } from '../demo.ts'

// Limits of sensitive mutations count each alias and each request. Every mutation is classified:
// it declares a limit (`limitedBy`), counts in its service, or stands here with the reason why not.

/** Counted in a service: repetitions with a key do not count, or other things than the caller do. */
const countedInService: Record<string, string> = {
  createPledge: 'pledge.create',
  createPledgePaymentIntent: 'pledge.intent',
  createSetupIntent: 'customer.add_card',
  importIssue: 'issue.import',
  payPledgePaymentIntent: 'pledge.pay',
  refreshPayoutAccount: 'payout-account.refresh',
  requestMagicLink: 'magic-link.client',
  updatePledgePaymentIntent: 'pledge.intent',
}

const ofStaff = 'for staff alone, in a session'
const ownRow = 'changes a row of the viewer or their organization, and asks no other server'

const unlimited: Record<string, string> = {
  deleteAccount: 'ends the account',
  markPledgeDisputed: ofStaff,
  payReward: ofStaff,
  recordOpenCollectivePayout: ofStaff,
  refundPledge: ofStaff,
  renamePersonalAccessToken: ownRow,
  revokePersonalAccessToken: 'takes away rights',
  revokeSession: 'takes away rights',
  signOutEverywhere: 'takes away rights',
  updateBadgeSettings: ownRow,
  updateIssue: ownRow,
  updateOrganization: ownRow,
  updatePledge: ownRow,
  updatePreferences: ownRow,
  writeOffTransferReversal: ofStaff,
}

const schema = await loadSchema()
const mutations = Object.values(schema.getMutationType()?.getFields() ?? {})
const limited = mutations.filter((field) => declaredLimit(field))

const usesAnHour = 3

let app: TestApp
let cookie: string
beforeAll(async () => {
  app = await startTestApp({
    worker: false,
    settings: { ACTION_LIMITS: `*=${usesAnHour}`, STAFF: 'boss' },
  })
  const user = await createUser(app.db, { login: 'boss' })
  cookie = (await app.signIn(user.id)).cookie
})
afterAll(() => app.stop())
beforeEach(() => app.empty('rate_limit'))

/** Something that an input takes; it need not make sense, for limits count before anything is done. */
const literalOf = (name: string, type: GraphQLInputType): string => {
  if (isNonNullType(type)) return literalOf(name, type.ofType)
  if (isListType(type)) return `[${literalOf(name, type.ofType)}]`
  if (isEnumType(type)) return type.getValues()[0]?.name ?? ''
  if (isInputObjectType(type)) return inputOf(Object.values(type.getFields()))
  if (type.name === 'ID') {
    const [, word = 'Issue'] = /^(?:\w*?)([A-Z]?[a-z]+)Ids?$/.exec(name) ?? []
    const id = '00000000-0000-7000-8000-000000000001'
    const kinds: Record<string, string> = { account: 'PayoutAccount', Account: 'PayoutAccount' }
    return `"${encodeId(kinds[word] ?? `${word.charAt(0).toUpperCase()}${word.slice(1)}`, id)}"`
  }
  if (type.name === 'Boolean') return 'true'
  if (type.name === 'DateTime') return '"2030-01-01T00:00:00Z"'
  return ['Int', 'Float', 'Cents'].includes(type.name) ? '1' : '"1"'
}

const inputOf = (fields: readonly { name: string; type: GraphQLInputType }[]): string =>
  `{ ${fields
    .filter(({ type }) => isNonNullType(type))
    .map(({ name, type }) => `${name}: ${literalOf(name, type)}`)
    .join(', ')} }`

const callOf = (name: string) => {
  const field = mutations.find((mutation) => mutation.name === name)
  const args = (field?.args ?? []).map((arg) => `${arg.name}: ${literalOf(arg.name, arg.type)}`)
  return `${name}${args.length > 0 ? `(${args.join(', ')})` : ''} { __typename }`
}

type Answers = Record<string, { __typename: string }>

const send = async (calls: string[]) => {
  const { data, errors } = await app.query<Answers, object>(
    `mutation { ${calls.map((call, index) => `a${index}: ${call}`).join('\n')} }`,
    {},
    { cookie },
  )
  expect(errors, calls[0]).toBeUndefined()
  return Object.values(data ?? {}).map(({ __typename }) => __typename)
}

const refused = (types: string[]) => types.filter((type) => type === 'RateLimited').length

test('every mutation is classified, once', () => {
  const classified = [
    ...Object.keys(countedInService),
    ...Object.keys(unlimited),
    ...limited.map(({ name }) => name),
  ]
  expect(classified.toSorted()).toEqual(mutations.map(({ name }) => name).toSorted())
})

test('every mutation with a limit says RateLimited in its union', () => {
  for (const { name, type } of mutations) {
    if (name in unlimited) continue
    const union = isNonNullType(type) ? type.ofType : type
    const members = isUnionType(union) ? union.getTypes().map((member) => member.name) : []
    expect(members, name).toContain('RateLimited')
  }
})

describe.each(limited.map(({ name }) => name))('%s', (name) => {
  test('aliases of one request count, and so do requests one after the other', async () => {
    const calls = Array.from({ length: usesAnHour + 2 }, () => callOf(name))
    expect(refused(await send(calls))).toBe(2)
    expect(await send([callOf(name)])).toEqual(['RateLimited'])
  })

  test('requests at the same time count together', async () => {
    const types = await Promise.all(Array.from({ length: 8 }, () => send([callOf(name)])))
    expect(refused(types.flat())).toBe(8 - usesAnHour)
  })
})

test('60 tokens in one document do not all come about', async () => {
  const other = await startTestApp({
    worker: false,
    settings: {
      GRAPHQL_MAX_ROOT_FIELDS: '100',
      GRAPHQL_MAX_ALIASES: '100',
      GRAPHQL_MAX_COST: '1000000',
    },
  })
  const user = await createUser(other.db)
  const headers = await other.signIn(user.id)
  const create =
    'createPersonalAccessToken(input: { name: "x", scopes: [USER_READ] }) { __typename }'
  const { data } = await other.query<Answers, object>(
    `mutation { ${Array.from({ length: 60 }, (_, n) => `t${n}: ${create}`).join(' ')} }`,
    {},
    { cookie: headers.cookie },
  )
  const types = Object.values(data ?? {}).map(({ __typename }) => __typename)
  expect(refused(types)).toBe(30)
  expect(await other.db.personalAccessToken.count({ where: { userId: user.id } })).toBe(30)
  await other.stop()
})

test('addresses of one /64 are one client, and another one has a limit of its own', async () => {
  const { limits } = app.app
  const { countUse } = await import('#lib/rate-limits.ts')
  const from = (clientIp: string) =>
    countUse({ limits, viewer: { kind: 'anonymous' }, clientIp }, 'issue.import')
  for (let host = 1; host <= usesAnHour; host++) await from(`2001:db8:1:2::${host}`)
  await expect(from('2001:db8:1:2:ffff::')).rejects.toThrow('Too often')
  await from('2001:db8:1:3::1')
})
