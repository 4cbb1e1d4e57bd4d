// npm run ledger:check: recomputes what must be true of the ledger. Exit code 1 if something is not.
import { parseArgs } from 'node:util'
import * as ledger from '#ledger/service.ts'
import { connectDatabase } from '#lib/db.ts'
import { fail } from '#lib/process.ts'
import { withDatabase } from '../db/database.ts'

type Books = { transactions: number; rows: Awaited<ReturnType<typeof ledger.trialBalance>> }

/** What is printed when nothing is wrong: how much was looked at, and the balances by kind. */
export const format = ({ transactions, rows }: Books) =>
  [
    `The ledger is right: ${transactions} transactions`,
    ...rows.map(({ kind, currency, debit, credit }) =>
      [
        `  ${kind.toLowerCase().padEnd(20)}`,
        currency,
        `${debit}`.padStart(16),
        `${credit}`.padStart(16),
      ].join(' '),
    ),
  ].join('\n')

/** What is printed when something is wrong. */
export const formatFaults = (faults: string[]) =>
  [
    `The ledger is not right (${faults.length}):`,
    ...faults.map((fault) => `  ${fault}`),
    'docs/ledger.md says what to do.',
  ].join('\n')

const readOptions = () => {
  try {
    parseArgs({ options: {} })
  } catch {
    fail(new Error('Usage: npm run ledger:check'))
  }
}

if (import.meta.main) {
  readOptions()
  await withDatabase(async (url) => {
    const db = connectDatabase({ url, connections: 1 })
    try {
      const faults = await ledger.faultsOf({ db })
      if (faults.length > 0) {
        console.error(formatFaults(faults))
        process.exitCode = 1
        return
      }
      const transactions = await db.ledgerTransaction.count()
      console.log(format({ transactions, rows: await ledger.trialBalance({ db }) }))
    } finally {
      await db.$disconnect()
    }
  })
}
