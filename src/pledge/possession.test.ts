import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createIssue, createRepository } from '../../test/demo.ts'
import { type PledgesTest, startWithPledges, usd } from '../../test/pledges.ts'

// Knowing the id of a payment proves nothing: its client secret does.

let world: PledgesTest
beforeAll(async () => {
  world = await startWithPledges()
})
afterAll(() => world.stop())
beforeEach(() => world.resetLimits())

/** Every mutation that takes the id of a payment, with all that it can be made to tell. */
const mutations: Record<string, { input: object; payload: string }> = {
  updatePledgePaymentIntent: {
    input: { amount: usd(5_000), email: 'thief@example.com' },
    payload: 'paymentIntentId amount { amount } clientSecret status',
  },
  payPledgePaymentIntent: {
    input: { paymentMethodId: 'pm_card_visa' },
    payload: 'paymentIntentId status',
  },
  createPledge: {
    input: {},
    payload: 'pledge { id state amount { amount } backer { name login } issue { title } }',
  },
}

const send = (name: string, more: object, headers = {}) => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const document = `mutation ($input: ${type}Input!) { answer: ${name}(input: $input) {
    __typename ... on ${type}Payload { ${mutations[name]?.payload} } ... on Error { code message path }
  } }`
  return world.mutate(document, { ...mutations[name]?.input, ...more }, headers)
}

const notFound = {
  __typename: 'PaymentIntentNotFound',
  code: 'NOT_FOUND',
  message: 'There is no such payment of a pledge, or it is not yours',
  path: ['paymentIntentId'],
}

test('every mutation whose input names something at Stripe is tried here, or takes what is the viewer’s', async () => {
  const { data } = await world.app.query<
    { __schema: { mutationType: { fields: Field[] } } },
    object
  >(
    `{ __schema { mutationType { fields { name args { type { ofType { inputFields { name } } } } } } } }`,
  )
  type Field = { name: string; args: { type: { ofType: { inputFields: { name: string }[] } } }[] }
  const naming = (field: string) =>
    data?.__schema.mutationType.fields
      .filter(({ args }) => args[0]?.type.ofType.inputFields.some(({ name }) => name === field))
      .map(({ name }) => name)
      .sort()
  expect(naming('paymentIntentId')).toEqual(Object.keys(mutations).sort())
  expect(naming('clientSecret')).toEqual(Object.keys(mutations).sort())
  // Stripe refuses a card of another customer; `detachPaymentMethod` looks whose it is.
  expect(naming('paymentMethodId')).toEqual([
    ...['createPledgePaymentIntent', 'detachPaymentMethod', 'payPledgePaymentIntent'],
  ])
})

describe.each(Object.keys(mutations))('%s', (name) => {
  test('signed out or in, only with the client secret of what was begun signed out', async () => {
    const { issue } = await world.issue()
    const id = await world.intentIdFor(issue.id)
    const otherSecret = world.secretOf(await world.intentIdFor(issue.id))
    const { headers } = await world.person()
    const wrong = [undefined, null, '', 'x', `${id}_secret_`, otherSecret]
    for (const clientSecret of wrong) {
      for (const as of [{}, headers]) {
        expect(await send(name, { paymentIntentId: id, clientSecret }, as)).toEqual(notFound)
      }
    }
    expect(await send(name, { paymentIntentId: 'pi_unknown', clientSecret: 'x' })).toEqual(notFound)
    const intent = await world.stripe.stripe.paymentIntents.retrieve(id)
    expect(intent).toMatchObject({ status: 'requires_payment_method', amount: 10_000 })
    expect(await world.app.db.pledge.count({ where: { paymentId: id } })).toBe(0)
    const own = { paymentIntentId: id, clientSecret: world.secretOf(id) }
    expect(await send(name, own)).not.toHaveProperty('code')
  })

  test('what a person began is not told to others, whatever they know: private repositories too', async () => {
    const { organization } = await world.issue()
    const place = { organizationId: organization.id }
    const repository = await createRepository(world.app.db, { ...place, isPrivate: true })
    const issue = await createIssue(world.app.db, {
      ...{ ...place, repositoryId: repository.id, number: 7, title: 'A private matter' },
    })
    const member = await world.person(place)
    const stranger = await world.person()
    const id = await world.intentIdFor(issue.id, {}, member.headers)
    for (const clientSecret of [null, world.secretOf(id)]) {
      for (const as of [{}, stranger.headers]) {
        expect(await send(name, { paymentIntentId: id, clientSecret }, as)).toEqual(notFound)
      }
    }
    const answer = await send(name, { paymentIntentId: id }, member.headers)
    expect(answer).not.toHaveProperty('code')
  })

  test('a key is not replayed to who does not have the secret', async () => {
    const { issue } = await world.issue()
    const paymentIntentId = await world.intentIdFor(issue.id)
    const key = { paymentIntentId, idempotencyKey: 'a-key-that-everybody-knows' }
    const own = { ...key, clientSecret: world.secretOf(paymentIntentId) }
    const first = await send(name, own)
    expect(first).not.toHaveProperty('code')
    expect(await send(name, own)).toEqual(first)
    for (const clientSecret of [undefined, 'wrong']) {
      expect(await send(name, { ...key, clientSecret })).toEqual(notFound)
    }
  })

  test('signed out, a key has 16 characters', async () => {
    const { issue } = await world.issue()
    const paymentIntentId = await world.intentIdFor(issue.id)
    const own = { paymentIntentId, clientSecret: world.secretOf(paymentIntentId) }
    const short = send(name, { ...own, idempotencyKey: '15-characters-x' })
    await expect(short).rejects.toThrow('BAD_USER_INPUT')
    expect(await send(name, { ...own, idempotencyKey: '16-characters-xy' })).not.toHaveProperty(
      'code',
    )
  })
})

test('the intent of an invoice is not a key to the pledge that it pays', async () => {
  const { issue } = await world.issue()
  const { id } = await world.stripe.stripe.paymentIntents.create({ amount: 500, currency: 'usd' })
  const pledge = await world.app.db.pledge.create({
    data: {
      ...{ issueId: issue.id, repositoryId: issue.repositoryId, amount: 500n, paymentId: id },
      ...{ organizationId: issue.organizationId, type: 'PAY_ON_COMPLETION', state: 'CREATED' },
    },
  })
  const own = { paymentIntentId: id, clientSecret: world.secretOf(id) }
  for (const name of Object.keys(mutations)) expect(await send(name, own)).toEqual(notFound)
  expect(await world.rowOf(id)).toEqual(pledge)
})

test('a pledge that is not paid does not tell whose the address of its receipt is', async () => {
  const { issue } = await world.issue()
  const { user } = await world.person({ email: 'whose@example.com' })
  const id = await world.intentIdFor(issue.id, { email: 'whose@example.com' })
  const own = { paymentIntentId: id, clientSecret: world.secretOf(id) }
  expect(await send('createPledge', own)).toMatchObject({
    pledge: { state: 'INITIATED', backer: null },
  })
  expect(await world.rowOf(id)).toMatchObject({ byUserId: user.id })
})

test('an issue that became private takes no changes from strangers', async () => {
  const { issue, repository } = await world.issue()
  const id = await world.intentIdFor(issue.id)
  const where = { id: repository.id }
  await world.app.db.repository.update({ where, data: { isPrivate: true } })
  const own = { paymentIntentId: id, clientSecret: world.secretOf(id) }
  expect(await send('updatePledgePaymentIntent', own)).toMatchObject({ code: 'NOT_FOUND' })
  expect(await send('createPledge', own)).toMatchObject({ pledge: { issue: null } })
})

test('beginning a payment signed out takes a key of 16 characters, for it answers with the secret', async () => {
  const { issue } = await world.issue()
  const begin = (idempotencyKey: string) => world.intentFor(issue.id, { idempotencyKey })
  await expect(begin('15-characters-x')).rejects.toThrow('BAD_USER_INPUT')
  expect(await begin('16-characters-xy')).toHaveProperty('clientSecret')
  const other = { idempotencyKey: '16-characters-xy', email: 'other@example.com' }
  expect(await world.intentFor(issue.id, other)).toMatchObject({ code: 'CONFLICT' })
})
