import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import type { DearDocument } from './dearest.ts'
import type { Usage } from './instrument.ts'

/** What a document took, of the API and of PostgreSQL together. */
type Spent = {
  cpuMilliseconds: number
  apiMilliseconds: number
  statements: number
  bytes: number
}

export type Expense = DearDocument & Spent

/** A server to measure: where it is, what it has used, and where its database is. */
export type Measured = { address: string; usage: () => Promise<Usage>; url: string }

/** What a process that was started with `instrument.ts` has used until now. */
export const usageOf = async (child: ChildProcess): Promise<Usage> => {
  const answer = once(child, 'message') as Promise<[Usage]>
  child.send('usage')
  const [usage] = await answer
  return usage
}

/** Milliseconds of a tick in /proc: 100 a second on every Linux. */
const tick = 10

/** User and system time in the fields of /proc/<pid>/stat, and that of children that ended. */
const timesOf = (stat: string) => {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const at = (index: number) => Number(fields[index])
  return { parent: at(1), own: (at(11) + at(12)) * tick, ended: (at(13) + at(14)) * tick }
}

/** CPU milliseconds of a PostgreSQL on this machine, all its processes together. */
const createDatabaseClock = async (url: string) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ folder: string }>(
    "SELECT current_setting('data_directory') AS folder",
  )
  await client.end()
  const file = await readFile(join(rows[0]?.folder ?? '', 'postmaster.pid'), 'utf8')
  const postmaster = Number(file.split('\n', 1)[0])
  return async () => {
    let sum = 0
    for (const pid of await readdir('/proc')) {
      if (!/^\d+$/.test(pid)) continue
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
      if (stat === null) continue
      const { parent, own, ended } = timesOf(stat)
      if (Number(pid) === postmaster) sum += ended
      else if (parent === postmaster) sum += own
    }
    return sum
  }
}

const ask = async (address: string, query: string) => {
  const response = await fetch(new URL('/graphql', address), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  const text = await response.text()
  if (response.status !== 200) throw new Error(`${response.status}: ${text.slice(0, 500)}`)
  return Buffer.byteLength(text)
}

/** Sends each document once to warm up and once to measure. The dearest first; `onMeasured` at once. */
export const measureDocuments = async <Document extends { query: string }>(
  { address, usage, url }: Measured,
  documents: Document[],
  onMeasured?: (expense: Document & Spent) => void,
): Promise<(Document & Spent)[]> => {
  const databaseClock = await createDatabaseClock(url)
  const measure = async ({ query }: Document): Promise<Spent> => {
    const [before, databaseBefore] = [await usage(), await databaseClock()]
    const bytes = await ask(address, query)
    const [after, databaseAfter] = [await usage(), await databaseClock()]
    const apiMilliseconds = after.cpuMilliseconds - before.cpuMilliseconds
    const cpuMilliseconds = apiMilliseconds + databaseAfter - databaseBefore
    return {
      ...{ cpuMilliseconds, apiMilliseconds, bytes },
      statements: after.statements - before.statements,
    }
  }
  const expenses: (Document & Spent)[] = []
  for (const document of documents) {
    await ask(address, document.query)
    const expense = { ...document, ...(await measure(document)) }
    onMeasured?.(expense)
    expenses.push(expense)
  }
  return expenses.toSorted((a, b) => b.cpuMilliseconds - a.cpuMilliseconds)
}
