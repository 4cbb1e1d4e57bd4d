import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as ledger from '#ledger/service.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { run } from '../../test/processes.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  const causes = { pledgeId: randomUUID(), chargeId: 'ch_1' }
  await app.ctx.transaction((tx) =>
    ledger.payment(tx, { key: '1', currency: 'usd', amount: 10_000n, fee: 320n, causes }),
  )
})
afterAll(() => app.stop())

const check = () =>
  run({ file: 'scripts/ledger/check.ts', settings: { DATABASE_URL: app.env.DATABASE_URL ?? '' } })

/** As somebody would who may do anything: with the guards off. */
const tamper = async (...statements: string[]) => {
  for (const table of ['ledger_transaction', 'ledger_entry', 'ledger_account'])
    await app.db.$executeRawUnsafe(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
  for (const statement of statements) await app.db.$executeRawUnsafe(statement)
}

const restore = async () => {
  for (const table of ['ledger_transaction', 'ledger_entry', 'ledger_account'])
    await app.db.$executeRawUnsafe(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
}

test('books that are right: their balances, code 0', async () => {
  const { code, output } = await check()
  expect(output).toMatch(/The ledger is right: 1 transactions/)
  expect(output).toMatch(/processor_balance +usd +9680 +0/)
  expect(output).toMatch(/backer_funds +usd +0 +10000/)
  expect(code).toBe(0)
})

test('books that were tampered with: what is wrong, code 1', async () => {
  await tamper(
    'UPDATE ledger_entry SET amount = 20000 WHERE amount = -10000',
    `INSERT INTO ledger_transaction (kind, key, fingerprint) VALUES ('adjustment', 'empty', '')`,
  )
  const { id } = await app.db.ledgerTransaction.findUniqueOrThrow({ where: { key: '1' } })
  const { code, output } = await check()
  expect(code).toBe(1)
  expect(output).toContain('The trigger ledger_entry_is_kept is missing or switched off')
  expect(output).toContain(`Transaction ${id} is out of balance by 30000 usd`)
  expect(output).toContain('has no entries')
  expect(output).toMatch(/Account backer_funds of .* has -20000 usd, which must not be below zero/)
  expect(output).toContain(`Of payment ${id} more was given back or transferred than was paid`)
})

test('the nightly job logs each fault as an error and counts them', async () => {
  await restore()
  const logged: object[] = []
  const error = (entry: object) => void logged.push(entry)
  await ledger.check({ ...app.ctx, log: Object.assign(Object.create(app.app.log), { error }) })
  expect(logged).toContainEqual({
    fault: expect.stringContaining('is out of balance by 30000 usd'),
  })
  const metric = await app.app.metrics.ledgerFaults.get()
  expect(metric.values[0]?.value).toBe(logged.length)
})

test('it is done each night', async () => {
  const schedules = await app.app.queue.boss.getSchedules('ledger.check')
  expect(schedules).toMatchObject([{ cron: '40 0 * * *', timezone: 'UTC' }])
})
