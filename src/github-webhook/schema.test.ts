import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createUser } from '../../test/demo.ts'
import { graphql } from '../../test/generated/gql.ts'
import { issuesEvent } from '../../test/github.ts'

const Deliveries = graphql(`
  query Deliveries($status: WebhookDeliveryStatus) {
    webhookDeliveries(status: $status, first: 10) {
      totalCount
      nodes { deliveryId event action status reason }
    }
  }
`)

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ worker: false, settings: { STAFF: 'boss' } })
})
afterAll(() => app.stop())

const as = async (login: string) => {
  const { id } = await createUser(app.db, { login })
  return { cookie: (await app.signIn(id)).cookie }
}

describe('staff guard: webhook deliveries', () => {
  test('staff see them, the latest first, in the state asked for', async () => {
    const headers = await as('boss')
    const first = await app.deliver(issuesEvent('opened'))
    const second = await app.deliver({ event: 'star', payload: { action: 'created' } })
    const { data } = await app.query(Deliveries, {}, headers)
    expect(data?.webhookDeliveries).toMatchObject({
      totalCount: 2,
      nodes: [
        {
          deliveryId: second.id,
          event: 'star',
          status: 'IGNORED',
          reason: 'Nothing is done on star.created',
        },
        { deliveryId: first.id, event: 'issues', action: 'opened', status: 'RECEIVED' },
      ],
    })
    const ignored = await app.query(Deliveries, { status: 'IGNORED' }, headers)
    expect(ignored.data?.webhookDeliveries.totalCount).toBe(1)
  })

  test('others: NOT_FOUND; nobody: UNAUTHENTICATED', async () => {
    const someone = await app.query(Deliveries, {}, await as('someone'))
    expect(someone.errors?.[0]?.extensions.code).toBe('NOT_FOUND')
    const nobody = await app.query(Deliveries)
    expect(nobody.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
  })
})
