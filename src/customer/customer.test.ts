import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { TryLater } from '#lib/jobs.ts'
import * as stripe from '#stripe/service.ts'
import { createOrganization, createUser } from '../../test/demo.ts'
import { startWithStripe, type TestStripeApp } from '../../test/stripe.ts'
import { BillingEmailMissing } from './errors.ts'
import * as customers from './service.ts'

let world: TestStripeApp
beforeAll(async () => {
  world = await startWithStripe()
})
afterAll(() => world.stop())
beforeEach(() => world.stripe.control.clearFailures())

const atStripe = async (id: string) => {
  const customer = await world.stripe.stripe.customers.retrieve(id)
  if (customer.deleted) throw new Error('It is gone')
  return customer
}

const customersFor = async (name: string, id: string) => {
  const { data } = await world.stripe.stripe.customers.list({ limit: 100 })
  return data.filter(({ metadata }) => metadata[name] === id)
}

const payingOrganization = async (billingEmail: string | null = 'billing@example.com') => {
  const { id } = await createOrganization(world.app.db)
  return world.app.db.organization.update({ where: { id }, data: { billingEmail } })
}

describe('the customer of a person', () => {
  test('is made when it is first needed, and is the same ever after', async () => {
    const user = await createUser(world.app.db)
    const id = await customers.ofUser(world.app.ctx, user.id)
    expect(await customers.ofUser(world.app.ctx, user.id)).toBe(id)
    expect(await atStripe(id)).toMatchObject({
      email: user.email,
      name: user.login,
      metadata: { user_id: user.id },
    })
    const { stripeCustomerId } = await world.app.db.user.findUniqueOrThrow({
      where: { id: user.id },
    })
    expect(stripeCustomerId).toBe(id)
  })

  test('is one, if it is needed many times at once', async () => {
    const user = await createUser(world.app.db)
    const made = await Promise.allSettled(
      Array.from({ length: 10 }, () => stripe.orLater(customers.ofUser(world.app.ctx, user.id))),
    )
    const ids = made.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(new Set(ids).size).toBe(1)
    for (const one of made) {
      if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(TryLater)
    }
    expect(await customersFor('user_id', user.id)).toHaveLength(1)
  })

  test('is the one that was made before a crash, though the address changed since', async () => {
    const user = await createUser(world.app.db)
    const lost = { path: '/v1/customers', method: 'POST', drop: true, served: true } as const
    world.stripe.control.failNext({ ...lost, times: 'always' })
    await expect(stripe.orLater(customers.ofUser(world.app.ctx, user.id))).rejects.toThrow(TryLater)
    world.stripe.control.clearFailures()
    const email = `new-${user.email}`
    await world.app.db.user.update({ where: { id: user.id }, data: { email } })
    const id = await customers.ofUser(world.app.ctx, user.id)
    expect((await customersFor('user_id', user.id)).map((one) => one.id)).toEqual([id])
    expect((await atStripe(id)).email).toBe(email)
  })
})

describe('a customer who was deleted at Stripe', () => {
  const cases = [
    ['a person', async () => (await createUser(world.app.db)).id, customers.ofUser],
    ['an organization', async () => (await payingOrganization()).id, customers.ofOrganization],
    [
      'an organization with bills',
      async () => (await payingOrganization()).id,
      customers.syncEmail,
    ],
  ] as const

  test.each(cases)('of %s is made anew, once', async (_name, create, of) => {
    const id = await create()
    const gone = await of(world.app.ctx, id)
    await world.stripe.stripe.customers.del(gone)
    const made = await Promise.allSettled(
      Array.from({ length: 5 }, () => stripe.orLater(of(world.app.ctx, id))),
    )
    const ids = new Set(made.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])))
    expect(ids.size).toBe(1)
    const [customer = ''] = ids
    expect(customer).not.toBe(gone)
    expect(await of(world.app.ctx, id)).toBe(customer)
    await world.stripe.stripe.customers.del(customer)
    expect([gone, customer]).not.toContain(await of(world.app.ctx, id))
  })
})

describe('the customer of an organization', () => {
  test('has its billing address and its name', async () => {
    const { id, login } = await payingOrganization()
    const customer = await customers.ofOrganization(world.app.ctx, id)
    expect(await customers.ofOrganization(world.app.ctx, id)).toBe(customer)
    expect(await atStripe(customer)).toMatchObject({
      email: 'billing@example.com',
      name: login,
      metadata: { organization_id: id },
    })
  })

  test('is not made without a billing address', async () => {
    const { id } = await payingOrganization(null)
    await expect(customers.ofOrganization(world.app.ctx, id)).rejects.toThrow(BillingEmailMissing)
    await expect(customers.syncEmail(world.app.ctx, id)).rejects.toThrow(BillingEmailMissing)
    expect(await customersFor('organization_id', id)).toEqual([])
  })

  test('gets the new address before an invoice; the same one is not sent again', async () => {
    const { id } = await payingOrganization()
    const customer = await customers.ofOrganization(world.app.ctx, id)
    await world.app.db.organization.update({
      where: { id },
      data: { billingEmail: 'office@example.com' },
    })
    const changes = () =>
      world.stripe.control
        .listRequests()
        .filter(({ method, path }) => method === 'POST' && path === `/v1/customers/${customer}`)
    const before = changes().length
    expect(await customers.syncEmail(world.app.ctx, id)).toBe(customer)
    expect((await atStripe(customer)).email).toBe('office@example.com')
    await customers.syncEmail(world.app.ctx, id)
    expect(changes()).toHaveLength(before + 1)
  })
})
