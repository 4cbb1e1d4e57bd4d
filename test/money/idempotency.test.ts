import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { buildSchema, getNamedType, isInputObjectType } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as ledger from '#ledger/service.ts'
import { type Person, staffOf } from './cast.ts'
import { keyed, type Prepared } from './keyed.ts'
import { type QuietPlace, startQuietly } from './quiet.ts'

let place: QuietPlace
let staff: Person
beforeAll(async () => {
  // Without a worker: nobody but the mutation does anything.
  place = await startQuietly({ worker: false, settings: { PAYOUTS: 'manual' } })
  staff = await staffOf(place.app)
})
afterAll(async () => {
  expect(await ledger.faultsOf(place.app.ctx)).toEqual([])
  await place.stop()
})

/** The mutations whose input has an `idempotencyKey`. */
const inSchema = () => {
  const mutations = buildSchema(readFileSync('schema.graphql', 'utf8')).getMutationType()
  return Object.values(mutations?.getFields() ?? {}).flatMap(({ name, args }) => {
    const input = args[0] && getNamedType(args[0].type)
    return isInputObjectType(input) && input.getFields().idempotencyKey ? [name] : []
  })
}

const prepare = async (name: string) => {
  const { payload, prepare: getReady, asks } = keyed[name] ?? {}
  if (!getReady) throw new Error(`Nobody has said how to try ${name}`)
  const type = name.charAt(0).toUpperCase() + name.slice(1)
  const document = `mutation ($input: ${type}Input!) {
    answer: ${name}(input: $input) {
      __typename ... on ${type}Payload { ${payload} } ... on Error { code message }
    }
  }`
  const prepared = await getReady(place, staff)
  const { input, who } = prepared
  const idempotencyKey = randomUUID()
  const send = async (change: object = {}) => {
    const variables = { input: { ...input, idempotencyKey, ...change } }
    const headers: Record<string, string> = who.cookie ? { cookie: who.cookie } : {}
    return place.app.query<{ answer: { __typename: string; code?: string } }, object>(
      document,
      variables,
      headers,
    )
  }
  return { ...prepared, asks, send, payloadType: `${type}Payload` }
}

const numbersOf = ({ counts }: Pick<Prepared, 'counts'>) =>
  Promise.all(counts.map((count) => count()))

const plusOne = (numbers: number[]) => numbers.map((number) => number + 1)

test('every mutation with a key is tried here', () => {
  expect(Object.keys(keyed).sort()).toEqual(inSchema().sort())
})

describe.each(Object.keys(keyed))('%s', (name) => {
  test('50 at once with one key: one effect, 50 equal answers', async () => {
    const { send, counts, change, payloadType } = await prepare(name)
    const before = await numbersOf({ counts })
    const answers = await Promise.all(Array.from({ length: 50 }, () => send()))
    expect(answers[0]?.data?.answer.__typename, JSON.stringify(answers[0])).toBe(payloadType)
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(await numbersOf({ counts })).toEqual(plusOne(before))
    expect(await send()).toEqual(answers[0])
    if (change) {
      const { data } = await send(change)
      expect(data?.answer.__typename).toBe('IdempotencyConflict')
    }
    expect(await numbersOf({ counts })).toEqual(plusOne(before))
  })
})

describe.each(Object.entries(keyed).flatMap(([name, { asks }]) => (asks ? [{ name, asks }] : [])))(
  '$name',
  ({ name, asks }) => {
    test('of which Stripe’s answer was lost is done once, and answers when it is sent again', async () => {
      const { send, counts, payloadType, meanwhile } = await prepare(name)
      const { control } = place.bank
      const before = await numbersOf({ counts })
      control.failNext({ path: asks, method: 'POST', drop: true, served: true, times: 'always' })
      const lost = await send()
      control.clearFailures()
      expect(lost.data?.answer, JSON.stringify(lost)).toMatchObject({ code: 'UNAVAILABLE' })
      await meanwhile?.()
      const found = await send()
      expect(found.data?.answer.__typename, JSON.stringify(found)).toBe(payloadType)
      expect(await numbersOf({ counts })).toEqual(plusOne(before))
      expect(await send()).toEqual(found)
    })
  },
)
