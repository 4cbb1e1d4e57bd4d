import { randomUUID } from 'node:crypto'
import type { UserViewer } from '#lib/viewer.ts'
import { ownAct } from '../../../sandbox/stripe/act.ts'
import { createAccount, currencyOf } from '../../../sandbox/stripe/actions/accounts.ts'
import { connectSecret, startWithSdk, webhookSecret } from '../../../sandbox/stripe/testing.ts'
import { startTestApp } from '../../app.ts'
import { createMembership, createOrganization, createRepository, createUser } from '../../demo.ts'
import { createBank } from './bank.ts'
import { createJobs } from './jobs.ts'

/** Somebody who is to get a part of the pledges, and their account. */
export type Receiver = {
  ownerId: string
  isOrganization: boolean
  /** As on GitHub. */
  login: string
  accountId: string
  stripeId: string
  country: string
  isActive: boolean
}

const viewerOf = (userId: string, login: string | null, admin: string[] = []): UserViewer => ({
  ...{ kind: 'user', userId, login, isStaff: false, sessionId: null, scopes: null },
  ...{ adminOf: new Set(admin), memberOf: new Set(admin) },
})

const ownerOf = ({ isOrganization, ownerId }: Receiver) =>
  isOrganization ? { organizationId: ownerId } : { userId: ownerId }

/** The application without a worker beside Stripe's sandbox, for many runs. */
export const startHouse = async () => {
  const stripe = await startWithSdk()
  const app = await startTestApp({
    worker: false,
    settings: {
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_PUBLISHABLE_KEY: stripe.publishableKey,
      STRIPE_API_URL: stripe.url,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_CONNECT_WEBHOOK_SECRET: connectSecret,
    },
  })
  const { db } = app
  const [organization, admin] = [await createOrganization(db), await createUser(db)]
  const organizationId = organization.id
  await createMembership(db, { userId: admin.id, organizationId, isAdmin: true })
  await db.organization.update({ where: { id: organizationId }, data: { pledgeMinimumAmount: 50 } })
  const maintainer = viewerOf(admin.id, admin.login, [organizationId])
  return {
    ...{ app, stripe, jobs: createJobs(app), bank: createBank(stripe), maintainer },
    repository: await createRepository(db, { organizationId }),
    staff: { ...maintainer, isStaff: true },
    /** Rows that no run has used yet. */
    places: [] as Place[],
    stop: async () => {
      await app.stop()
      await stripe.stop()
    },
  }
}

export type House = Awaited<ReturnType<typeof startHouse>>

const receiver = (isOrganization: boolean, country: string, isActive: boolean): Receiver => {
  const [ownerId, accountId, stripeId] = [randomUUID(), randomUUID(), `acct_${randomUUID()}`]
  const login = `person-${ownerId.slice(0, 18)}`
  return { ownerId, isOrganization, login, accountId, stripeId, country, isActive }
}

/** An issue, who may get something for it, and who may pay for it. */
const newPlace = () => {
  const backerId = randomUUID()
  return {
    issueId: randomUUID(),
    backer: viewerOf(backerId, `backer-${backerId.slice(0, 18)}`),
    stranger: `${randomUUID()}@example.com`,
    receivers: [
      receiver(true, 'US', true),
      // An account in euros, and one that is not ready yet.
      receiver(false, 'DE', true),
      receiver(false, 'US', false),
    ],
  }
}

export type Place = ReturnType<typeof newPlace>

let number = 0
const next = () => 1_000_000 + ++number

const createOwners = async ({ db }: House['app'], places: Place[]) => {
  const receivers = places.flatMap((place) => place.receivers)
  await db.organization.createMany({
    data: receivers
      .filter(({ isOrganization }) => isOrganization)
      .map(({ ownerId: id, login }) => ({
        ...{ id, login, externalId: next(), isPersonal: false },
        avatarUrl: 'https://avatars.githubusercontent.com/u/1',
      })),
  })
  const people = [
    ...receivers.filter(({ isOrganization }) => !isOrganization),
    ...places.map(({ backer }) => ({ ...backer, ownerId: backer.userId, isActive: true })),
  ]
  await db.user.createMany({
    // Who is not ready yet has not come by way of GitHub either.
    data: people.map(({ ownerId: id, login, isActive }) => ({
      ...{ id, login: isActive ? login : null, email: `${id}@example.com`, isEmailVerified: true },
    })),
  })
}

/** Rows for many runs at once. */
const createPlaces = async ({ app, repository, maintainer }: House): Promise<Place[]> => {
  const places = Array.from({ length: 50 }, newPlace)
  await createOwners(app, places)
  await app.db.payoutAccount.createMany({
    data: places
      .flatMap((place) => place.receivers)
      .map((one) => ({
        ...{ id: one.accountId, type: 'STRIPE', ...ownerOf(one), adminId: maintainer.userId },
        ...{ stripeId: one.stripeId, country: one.country, currency: currencyOf(one.country) },
        status: one.isActive ? 'ACTIVE' : 'ONBOARDING_STARTED',
      })),
  })
  await app.db.issue.createMany({
    data: places.map(({ issueId: id }) => ({
      ...{ id, repositoryId: repository.id, organizationId: repository.organizationId },
      ...{ externalId: next(), number: next(), title: 'It does not fly', state: 'OPEN' },
      ...{ issueCreatedAt: new Date(), issueUpdatedAt: new Date() },
    })),
  })
  // Nobody else counts the rows here, and each batch adds to them.
  await app.db.$executeRaw`ANALYZE`
  return places
}

/** Makes sure that no later run finds anything to do here. */
export const leavePlace = async ({ app }: House, { receivers }: Place) => {
  await app.db.payoutAccount.updateMany({
    where: { id: { in: receivers.map(({ accountId }) => accountId) } },
    data: { status: 'CREATED' },
  })
}

/** Rows that nobody has used, with the accounts at Stripe that go with them. */
export const takePlace = async (house: House): Promise<Place> => {
  if (house.places.length === 0) house.places.push(...(await createPlaces(house)))
  const place = house.places.pop()
  if (!place) throw new Error('There are always places')
  const { url, secretKey, publishableKey, state, webhooks, control } = house.stripe
  const act = ownAct({ config: { url, secretKey, publishableKey }, state, webhooks })
  for (const { stripeId: id, country, isActive } of place.receivers) {
    createAccount(act, { id, country, email: null, capabilities: { transfers: 'inactive' } })
    if (isActive) control.onboard({ account: id })
  }
  return place
}
