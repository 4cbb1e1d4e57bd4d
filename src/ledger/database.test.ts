import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'

let database: TestDatabase
let client: pg.Client
const ids = { usd: '', eur: '', fees: '', posted: '' }

const sql = (text: string, values: unknown[] = []) => client.query(text, values)

const account = async (kind: string, currency: string) => {
  const { rows } = await sql(
    'INSERT INTO ledger_account (kind, owner, currency) VALUES ($1, $2, $3) RETURNING id',
    [kind, 'stripe', currency],
  )
  return rows[0].id as string
}

const transaction = async () => {
  const { rows } = await sql(
    `INSERT INTO ledger_transaction (kind, key, fingerprint) VALUES ('adjustment', $1, '') RETURNING id`,
    [randomUUID()],
  )
  return rows[0].id as string
}

const entry = (transactionId: string, accountId: string, amount: number, currency = 'usd') =>
  sql(
    'INSERT INTO ledger_entry (transaction_id, account_id, amount, currency) VALUES ($1, $2, $3, $4)',
    [transactionId, accountId, amount, currency],
  )

beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  ids.usd = await account('processor_balance', 'usd')
  ids.eur = await account('processor_balance', 'eur')
  ids.fees = await account('processor_fees', 'usd')
  await sql('BEGIN')
  ids.posted = await transaction()
  await entry(ids.posted, ids.usd, 100)
  await entry(ids.posted, ids.fees, -100)
  await sql('COMMIT')
})
beforeEach(() => sql('ROLLBACK'))
afterAll(async () => {
  await client.end()
  await database.drop()
})

describe('rows stay as they are', () => {
  test.each([
    'UPDATE ledger_transaction SET key = key',
    'UPDATE ledger_entry SET amount = amount',
    "UPDATE ledger_account SET currency = 'eur'",
    "UPDATE ledger_account SET owner = 'another'",
    "UPDATE ledger_account SET kind = 'dispute_losses'",
    'UPDATE ledger_account SET id = gen_random_uuid()',
    'INSERT INTO ledger_entry SELECT * FROM ledger_entry ON CONFLICT (id) DO UPDATE SET amount = 1',
    'MERGE INTO ledger_entry e USING ledger_entry o ON e.id = o.id WHEN MATCHED THEN DELETE',
    'DELETE FROM ledger_transaction',
    'DELETE FROM ledger_entry',
    'DELETE FROM ledger_account',
    'TRUNCATE ledger_entry',
    'TRUNCATE ledger_transaction CASCADE',
    'TRUNCATE ledger_account CASCADE',
  ])('%s', async (statement) => {
    await expect(sql(statement)).rejects.toThrow('The ledger is never changed')
  })
})

describe('entries balance', () => {
  test('one that does not is refused by the commit', async () => {
    await sql('BEGIN')
    const id = await transaction()
    await entry(id, ids.usd, 100)
    await entry(id, ids.fees, -99)
    await expect(sql('COMMIT')).rejects.toThrow(`${id} is out of balance by 1 usd`)
  })

  test('each currency for itself', async () => {
    await sql('BEGIN')
    const id = await transaction()
    await entry(id, ids.usd, 100)
    await entry(id, ids.eur, -100, 'eur')
    await expect(sql('COMMIT')).rejects.toThrow('is out of balance')
  })

  test('also of entries that come after an early look', async () => {
    await sql('BEGIN')
    const id = await transaction()
    await sql(
      `INSERT INTO ledger_entry (transaction_id, account_id, amount, currency)
       VALUES ($1, $2, 1, 'usd'), ($1, $3, -1, 'usd')`,
      [id, ids.usd, ids.fees],
    )
    await sql('SET CONSTRAINTS ALL IMMEDIATE')
    await expect(entry(id, ids.usd, 5)).rejects.toThrow('is out of balance by 5 usd')
  })

  test('of thousands of entries at once, each is read a few times', async () => {
    const entries = 2_000
    const read = async () => {
      await sql('SELECT pg_stat_force_next_flush()')
      const { rows } = await sql(
        `SELECT (seq_tup_read + idx_tup_fetch)::int AS read FROM pg_stat_user_tables
         WHERE relname = 'ledger_entry'`,
      )
      return rows[0].read as number
    }
    const before = await read()
    await sql('BEGIN')
    const id = await transaction()
    await sql(
      `INSERT INTO ledger_entry (transaction_id, account_id, amount, currency)
       SELECT $1, $2, CASE WHEN n % 2 = 0 THEN 1 ELSE -1 END, 'usd' FROM generate_series(1, $3::int) n`,
      [id, ids.usd, entries],
    )
    await sql('COMMIT')
    expect((await read()) - before).toBeLessThan(10 * entries)
  })

  test('nobody chooses the order of entries', async () => {
    await sql('BEGIN')
    const id = await transaction()
    const insert = `INSERT INTO ledger_entry (transaction_id, account_id, amount, currency, position)
      VALUES ($1, $2, $3, 'usd', $4)`
    await sql(insert, [id, ids.usd, 100, 9_000_000_000])
    await sql(insert, [id, ids.fees, -99, -1])
    await expect(sql('COMMIT')).rejects.toThrow('is out of balance by 1 usd')
  })

  test('a transaction has entries', async () => {
    await expect(transaction()).rejects.toThrow('has no entries')
  })
})

describe('entries fit', () => {
  test('an entry has the currency of its account', async () => {
    await sql('BEGIN')
    const id = await transaction()
    await expect(entry(id, ids.usd, 1, 'eur')).rejects.toThrow('account_id_currency_fkey')
  })

  test('an entry is not zero', async () => {
    await sql('BEGIN')
    const id = await transaction()
    await expect(entry(id, ids.usd, 0)).rejects.toThrow('ledger_entry_amount_check')
  })

  test('an entry has a transaction', async () => {
    await expect(entry(randomUUID(), ids.usd, 1)).rejects.toThrow('transaction_id_fkey')
  })

  test('a posted transaction takes no more entries, not even such that balance', async () => {
    await sql('BEGIN')
    await expect(entry(ids.posted, ids.usd, 1)).rejects.toThrow('takes no more entries')
  })

  test('nobody chooses the database transaction that may add entries', async () => {
    await sql('BEGIN')
    await expect(
      sql(
        `INSERT INTO ledger_transaction (kind, key, fingerprint, made_in)
         VALUES ('adjustment', 'x', '', 1) RETURNING made_in = 1 AS chosen`,
      ),
    ).resolves.toMatchObject({ rows: [{ chosen: false }] })
  })
})
