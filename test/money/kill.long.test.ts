import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as ledger from '#ledger/service.ts'
import { connectEvents, platformEvents } from '#stripe-webhook/events.ts'
import { platformId } from '../../sandbox/stripe/state.ts'
import { startWithSdk } from '../../sandbox/stripe/testing.ts'
import { startTestApp } from '../app.ts'
import { freePort } from '../ports.ts'
import { startProcess } from '../processes.ts'
import { createCast, staffLogin, staffOf } from './cast.ts'
import { keepAlive, type Mortal, patientDoor } from './mortals.ts'
import { travel, variants } from './variants.ts'
import { deadJobs, hasten } from './work.ts'

const start = async () => {
  const bank = await startWithSdk()
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  const endpoint = (path: string, events: string[], connect: boolean) =>
    bank.stripe.webhookEndpoints.create({
      ...{ url: `${address}${path}`, connect },
      enabled_events: events as [],
    })
  const platform = await endpoint('/webhooks/stripe', Object.keys(platformEvents), false)
  const connect = await endpoint('/webhooks/stripe/connect', Object.keys(connectEvents), true)
  bank.control.changeSettings({ retryDelaysMs: Array(1_000).fill(500) })
  const settings = {
    ...{ PORT: port, STAFF: staffLogin, DISPUTE_WINDOW_SECONDS: '0', LOG_LEVEL: 'silent' },
    ...{ STRIPE_SECRET_KEY: bank.secretKey, STRIPE_PUBLISHABLE_KEY: bank.publishableKey },
    STRIPE_API_URL: bank.url,
    STRIPE_WEBHOOK_SECRET: platform.secret ?? '',
    STRIPE_CONNECT_WEBHOOK_SECRET: connect.secret ?? '',
  }
  // Only its database is used, and its sessions.
  const app = await startTestApp({ worker: false, settings: { ...settings, PORT: '0' } })
  const staff = await staffOf(app)
  const own = {
    ...{ ...settings, DATABASE_URL: app.env.DATABASE_URL ?? '' },
    NODE_COMPILE_CACHE: app.env.DATA_DIR,
  }
  // An orderly end leaves what was compiled: the next ones start faster.
  const files = ['src/server.ts', 'src/worker.ts']
  await Promise.all(files.map(async (file) => (await startProcess(file, own)).stop()))
  /** A minute after the death of an API, what it was working on is free to be taken up. */
  const freeLeases = () => app.db.idempotencyKey.updateMany({ data: { lockedUntil: null } })
  const api = await keepAlive('src/server.ts', own, freeLeases)
  const worker = await keepAlive('src/worker.ts', own)
  return { bank, app, staff, api, worker, door: patientDoor(address) }
}

let place: Awaited<ReturnType<typeof start>>
let isOver = false

/** Nobody waits for a time: what is to be tried later is tried now. */
const hurry = async () => {
  while (!isOver) {
    await hasten(place.app)
    await sleep(300)
  }
}

beforeAll(async () => {
  place = await start()
  void hurry()
}, 60_000)
afterAll(async () => {
  isOver = true
  await place.api.stop()
  await place.worker.stop()
  await place.app.stop()
  await place.bank.stop()
}, 60_000)

const journey = async (number: number) => {
  const { app, bank, door, staff } = place
  const cast = await createCast(app)
  const key = (step: string) => `${number} ${step}`
  const variant = variants[number % variants.length]
  if (!variant) throw new Error('There are variants')
  return travel({ db: app.db, stage: { door, bank, key }, cast, staff }, variant)
}

/** How many of everything Stripe has in its books. */
const countsAtStripe = () => {
  const { state } = place.bank
  const books = state.books.get(platformId)
  if (!books) throw new Error('Stripe has no platform')
  const { payment_intents, charges, refunds, disputes, transfers, invoices, customers, accounts } =
    books
  return {
    // Less the platform's own.
    accounts: accounts.size - 1,
    intents: payment_intents.size,
    charges: charges.size,
    refunds: refunds.size,
    disputes: disputes.size,
    transfers: transfers.size,
    invoices: invoices.size,
    customers: customers.size,
  }
}

const kills = Number(process.env.MONEY_KILLS ?? 30)

/** Kills a process again and again, at any moment after it has come back; each time `then` happens. */
const slay = async (process: Mortal, { times, onKill }: { times: number; onKill: () => void }) => {
  for (let time = 0; time < times; time++) {
    onKill()
    await sleep(Math.random() * 1_000)
    await process.kill()
  }
}

test('journeys in which API and worker are killed end as if nothing had happened', async () => {
  const { api, worker, app } = place
  const expected = await Promise.all(variants.map((_, number) => journey(number)))
  const once = countsAtStripe()
  const journeys: Promise<string[]>[] = []
  const onKill = () => journeys.push(journey(variants.length + journeys.length))
  await Promise.all([
    slay(api, { times: kills / 2, onKill }),
    slay(worker, { times: kills / 2, onKill }),
  ])
  const all = await Promise.all(journeys)
  for (const [index, books] of all.entries()) {
    expect(books, `journey ${index}`).toEqual(expected[index % variants.length])
  }
  const rounds = 1 + kills / variants.length
  expect(countsAtStripe()).toEqual(
    Object.fromEntries(Object.entries(once).map(([name, count]) => [name, count * rounds])),
  )
  await expect.poll(() => hasten(app), { timeout: 30_000 }).toEqual([])
  expect(await deadJobs(app)).toEqual([])
  expect(await ledger.faultsOf(app.ctx)).toEqual([])
}, 400_000)
