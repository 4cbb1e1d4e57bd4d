import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as ledger from '#ledger/service.ts'
import { encodeId } from '#lib/ids.ts'
import { loadSchema } from '#schema.ts'
import * as tokens from '#token/service.ts'
import { startTestApp, type TestApp } from './app.ts'
import { createDemo, createMembership, createPullRequest, createUser } from './demo.ts'

const file = 'docs/authorization.md'

/** What a role may see of a field: it, nothing, or an error with this code. */
type Verdict = string

let app: TestApp
const roles: Record<string, Record<string, string>> = {}
/** For each object type, a query that reaches one object of it as deep as `$field$`. */
const paths: Record<string, string> = {}
const nodes: Record<string, string> = {}

const signedIn = async (userId: string) => ({ cookie: (await app.signIn(userId)).cookie })

beforeAll(async () => {
  app = await startTestApp({ worker: false, settings: { STAFF: 'boss' } })
  const [place] = await createDemo(app.db, { isPrivate: true })
  if (!place) throw new Error('no demo')
  const { organization, repository, issue } = place
  const people = {
    member: await createUser(app.db, { login: 'member' }),
    admin: await createUser(app.db, { login: 'admin' }),
    outsider: await createUser(app.db, { login: 'outsider' }),
    staff: await createUser(app.db, { login: 'boss' }),
  }
  const organizationId = organization.id
  const { id: membershipId } = await createMembership(app.db, {
    userId: people.member.id,
    organizationId,
  })
  await createMembership(app.db, { userId: people.admin.id, organizationId, isAdmin: true })
  roles.anonymous = {}
  roles.outsider = await signedIn(people.outsider.id)
  roles.member = await signedIn(people.member.id)
  roles.admin = await signedIn(people.admin.id)
  roles.staff = await signedIn(people.staff.id)
  const make = async (scopes: Parameters<typeof tokens.create>[2]['scopes']) => {
    const expiresAt = new Date(Date.now() + 86_400_000)
    const { token } = await tokens.create(app.ctx, people.member.id, {
      name: 'x',
      scopes,
      expiresAt,
    })
    return { authorization: `Bearer ${token}` }
  }
  roles['token, other scope'] = await make(['organizations:write'])
  roles['token, all scopes'] = await make([
    'user:read',
    'user:write',
    'organizations:read',
    'organizations:write',
    'repositories:read',
    'repositories:write',
    'issues:read',
    'issues:write',
    'pledges:read',
    'pledges:write',
    'payouts:read',
    'payouts:write',
  ])
  const session = await app.db.session.findFirstOrThrow({ where: { userId: people.member.id } })
  const token = await app.db.personalAccessToken.findFirstOrThrow()
  const delivery = await app.db.webhookDelivery.create({
    data: { id: randomUUID(), event: 'ping', payload: {}, status: 'IGNORED' },
  })
  const run = await app.db.badgeRun.create({
    data: { repositoryId: repository.id, action: 'EMBED' },
  })
  const pullRequest = await createPullRequest(app.db, {
    organizationId,
    repositoryId: repository.id,
    number: 2,
  })
  const referenceOf = async (
    type: 'PULL_REQUEST' | 'EXTERNAL_GITHUB_PULL_REQUEST' | 'EXTERNAL_GITHUB_COMMIT',
    more: { externalSource?: object; pullRequestId?: string },
  ) => {
    const at = { type, issueId: issue.id, externalId: 'https://github.com/other/one/pull/1' }
    return (await app.db.issueReference.create({ data: { ...at, ...more } })).id
  }
  const references = {
    PullRequestReference: await referenceOf('PULL_REQUEST', { pullRequestId: pullRequest.id }),
    ExternalPullRequestReference: await referenceOf('EXTERNAL_GITHUB_PULL_REQUEST', {
      externalSource: {
        ...{ organizationName: 'other', repositoryName: 'one', number: 1, title: 'One' },
        ...{ author: null, state: 'OPEN', isDraft: false, isMerged: false },
      },
    }),
    CommitReference: await referenceOf('EXTERNAL_GITHUB_COMMIT', {
      externalSource: {
        ...{ organizationName: 'other', repositoryName: 'one', sha: 'a'.repeat(40) },
        ...{ author: null, branchName: null, message: null },
      },
    }),
  }
  const payment = await app.ctx.transaction((tx) =>
    ledger.payment(tx, {
      ...{ key: 'payment', currency: 'usd', amount: 100n },
      causes: { pledgeId: randomUUID(), chargeId: 'ch_1' },
    }),
  )
  const entry = await app.db.ledgerEntry.findFirstOrThrow()
  const pledge = await app.db.pledge.create({
    data: {
      ...{ organizationId, repositoryId: repository.id, issueId: issue.id },
      ...{ amount: 5_000n, state: 'CREATED', byUserId: people.outsider.id },
    },
  })
  const issueReward = await app.db.issueReward.create({
    data: {
      ...{ issueId: issue.id, shareThousands: 1_000 },
      ...{ githubLogin: 'outsider', userId: people.outsider.id },
    },
  })
  const reward = await app.db.reward.create({
    data: { pledgeId: pledge.id, issueRewardId: issueReward.id },
  })
  const payoutAccount = await app.db.payoutAccount.create({
    data: { type: 'STRIPE', organizationId, adminId: people.admin.id },
  })
  const transfer = await app.ctx.transaction((tx) =>
    ledger.transfer(tx, {
      ...{ key: 'transfer', paymentId: payment.id, payeeAccountId: payoutAccount.id },
      ...{ amount: 10n, fee: 1n, feeBasisPoints: 1_000 },
    }),
  )
  const funded = await app.ctx.transaction((tx) =>
    ledger.payment(tx, {
      ...{ key: 'funded', currency: 'usd', amount: 5_000n },
      causes: { pledgeId: pledge.id, chargeId: 'ch_2' },
    }),
  )
  Object.assign(nodes, {
    Pledge: encodeId('Pledge', pledge.id),
    IssueReward: encodeId('IssueReward', issueReward.id),
    Reward: encodeId('Reward', reward.id),
    IssueLedgerEntry: encodeId('IssueLedgerEntry', funded.id),
    BadgeRun: encodeId('BadgeRun', run.id),
    RepositoryBadgeSettings: encodeId('RepositoryBadgeSettings', repository.id),
    Organization: encodeId('Organization', organizationId),
    Repository: encodeId('Repository', repository.id),
    Issue: encodeId('Issue', issue.id),
    PullRequest: encodeId('PullRequest', pullRequest.id),
    ...Object.fromEntries(
      Object.entries(references).map(([type, id]) => [type, encodeId(type, id)]),
    ),
    User: encodeId('User', people.member.id),
    Session: encodeId('Session', session.id),
    PersonalAccessToken: encodeId('PersonalAccessToken', token.id),
    Membership: encodeId('Membership', membershipId),
    WebhookDelivery: encodeId('WebhookDelivery', delivery.id),
    LedgerTransaction: encodeId('LedgerTransaction', payment.id),
    LedgerEntry: encodeId('LedgerEntry', entry.id),
    PayoutAccount: encodeId('PayoutAccount', payoutAccount.id),
    PayoutStatementLine: encodeId('PayoutStatementLine', transfer.id),
  })
  for (const [type, id] of Object.entries(nodes)) {
    paths[type] = `{ target: node(id: "${id}") { ... on ${type} { $field$ } } }`
  }
  Object.assign(given, {
    organization: `login: "${organization.login}"`,
    repository: `owner: "${organization.login}", name: "${repository.name}"`,
    issue: `owner: "${organization.login}", repository: "${repository.name}", number: 1`,
    pullRequest: `owner: "${organization.login}", repository: "${repository.name}", number: 2`,
    rewards: `organizationId: "${encodeId('Organization', organizationId)}"`,
    signOutEverywhere: 'input: { keepCurrent: true }',
  })
  paths.Viewer = '{ target: viewer { $field$ } }'
})
afterAll(() => app.stop())

/** Arguments of root fields that must name something that is there, or spare the sessions. */
const given: Record<string, string> = {}

/** Values for compulsory arguments and input fields, by their names. */
const values: Record<string, string> = {
  login: '"member"',
  name: '"nothing"',
  confirmEmail: '"wrong@example.com"',
  email: '"someone@example.com"',
  scopes: '[USER_READ]',
  message: '"nothing"',
  note: '"nothing"',
  showAmount: 'true',
  amount: '2000',
  url: '"nothing"',
  owner: '"nothing"',
  repository: '"nothing"',
  numbers: '[1]',
  share: '1000',
  installationId: '"1"',
  paymentIntentId: '"pi_nothing"',
  paymentMethodId: '"pm_nothing"',
  reason: '"nothing"',
  idempotencyKey: '"once"',
  isAnonymous: 'true',
}

/** The id of a thing that is not there: what a mutation does must not change the others' rows. */
const nothing = (type: string) => encodeId(type, '00000000-0000-4000-8000-000000000000')

const textOf = (name: string, type: GraphQLNamedType): string => {
  if (name === 'id' || name === 'referencesIssueId') return `"${nodes.Issue}"`
  if (name === 'ids') return `["${nodes.Issue}"]`
  if (name === 'sessionId') return `"${nothing('Session')}"`
  if (name === 'organizationId') return `"${nothing('Organization')}"`
  if (name === 'rewardId') return `"${nothing('Reward')}"`
  if (name === 'pledgeId') return `"${nothing('Pledge')}"`
  if (name === 'issueId') return `"${nothing('Issue')}"`
  if (name === 'repositoryId') return `"${nothing('Repository')}"`
  if (name === 'payoutAccountId') return `"${nothing('PayoutAccount')}"`
  if (name === 'issueRewardId') return `"${nothing('IssueReward')}"`
  if (name === 'transactionId') return `"${nothing('LedgerTransaction')}"`
  if (name === 'transactionIds') return `["${nothing('LedgerTransaction')}"]`
  if (name === 'tokenId') return `"${nothing('PersonalAccessToken')}"`
  if (isEnumType(type)) return type.getValues()[0]?.name ?? ''
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(isRequiredInputField)
    return `{ ${fields.map((f) => `${f.name}: ${textOf(f.name, getNamedType(f.type))}`).join(', ')} }`
  }
  const value = values[name]
  if (value === undefined) throw new Error(`Give the matrix a value for the argument "${name}"`)
  return value
}

/** Text that selects a field, with compulsory arguments and the least below it. */
const selectionOf = (field: GraphQLField<unknown, unknown>, isRoot = false) => {
  const argument = ({ name, type }: GraphQLField<unknown, unknown>['args'][number]) =>
    `${name}: ${textOf(name, getNamedType(type))}`
  const chosen =
    (isRoot && given[field.name]) || field.args.filter(isRequiredArgument).map(argument).join(', ')
  const below = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }'
  return `${field.name}${chosen && `(${chosen})`}${below}`
}

type Answer = { data?: { target?: object | null } & Record<string, unknown>; errors?: object[] }

const verdictOf = (
  { data, errors }: Answer,
  isReached: (data: Answer['data']) => boolean,
): Verdict => {
  const [error] = (errors ?? []) as { extensions: { code: string } }[]
  if (error) return error.extensions.code
  return isReached(data) ? 'yes' : '–'
}

const ask = async (query: string, headers: Record<string, string>) =>
  (await app.query<object, object>(query, {}, headers)) as Answer

/** How each role fares with one field. */
const rowOf = async (query: string, isReached: (data: Answer['data']) => boolean) => {
  const row: Verdict[] = []
  for (const headers of Object.values(roles))
    row.push(verdictOf(await ask(query, headers), isReached))
  return row
}

const tableOf = (title: string, rows: [name: string, verdicts: Verdict[]][]) =>
  [
    `## ${title}`,
    '',
    `| field | ${Object.keys(roles).join(' | ')} |`,
    `| --- |${' --- |'.repeat(Object.keys(roles).length)}`,
    ...rows.map(([name, verdicts]) => `| ${name} | ${verdicts.join(' | ')} |`),
    '',
  ].join('\n')

const fieldsOf = (type: GraphQLObjectType) =>
  Object.values(type.getFields()).sort((a, b) => a.name.localeCompare(b.name))

const introduction = `# Who may see and do what

Generated by \`UPDATE_AUTHORIZATION=1 npx vitest run test/authorization.test.ts\`, which walks every
field of the schema; the same test fails when this file is not fresh. Read its differences in a
review as you would read code.

The private repository's organization has a member and an admin; the outsider belongs to none; the
tokens are the member's, one with every scope and one with none that fits. *yes*: the field
answers. *–*: it is as if the thing were not there. A code: the field is refused with it. Objects of
the types Session, PersonalAccessToken, Membership and User are the member's; the pledge and its
reward are the outsider's; Viewer is who asks.

`

test('the matrix of roles and fields is the reviewed one', { timeout: 120_000 }, async () => {
  const schema = await loadSchema()
  const tables: string[] = []
  for (const [type, operation] of [
    [schema.getQueryType(), 'query'],
    [schema.getMutationType(), 'mutation'],
  ] as const) {
    const rows: [string, Verdict[]][] = []
    for (const field of type ? fieldsOf(type) : []) {
      const query = `${operation} { ${selectionOf(field, true)} }`
      rows.push([field.name, await rowOf(query, (data) => data?.[field.name] != null)])
    }
    tables.push(tableOf(type?.name ?? '', rows))
  }
  for (const [name, path] of Object.entries(paths)) {
    const type = schema.getType(name)
    if (!isObjectType(type)) throw new Error(`${name} is no object type`)
    const rows: [string, Verdict[]][] = []
    for (const field of fieldsOf(type)) {
      const query = path.replace('$field$', selectionOf(field))
      rows.push([field.name, await rowOf(query, (data) => data?.target != null)])
    }
    tables.push(tableOf(name, rows))
  }
  const matrix = `${introduction}${tables.join('\n')}`
  if (process.env.UPDATE_AUTHORIZATION) writeFileSync(file, matrix)
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(matrix)
})

test('every Node type has its table', async () => {
  const types = Object.values((await loadSchema()).getTypeMap())
    .filter(
      (type) => isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node'),
    )
    .map(({ name }) => name)
  expect(Object.keys(nodes).sort()).toEqual(types.sort())
})
