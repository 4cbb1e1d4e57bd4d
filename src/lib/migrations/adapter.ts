import { randomUUID } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import pg from 'pg'
import { withClient } from './history.ts'

/** PostgreSQL's type "char", one byte; adapter-pg knows no name for it and refuses it. */
const charOid = 18
const textOid = 25

/**
 * The database as the schema engine wants it: `adapter-pg`, and three things on top. Columns of
 * type "char" are told apart, scripts are sent whole (cut at each semicolon, the body of a
 * function would fall apart, and half a migration could remain), and the shadow database, where
 * migrations are tried, is really another one.
 */
export class EngineAdapterFactory implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = 'postgres'
  readonly adapterName = '@prisma/adapter-pg'
  readonly #url: string
  readonly #open = new Set<SqlDriverAdapter>()

  constructor(url: string) {
    this.#url = url
  }

  connect(): Promise<SqlDriverAdapter> {
    return this.#connectTo(this.#url)
  }

  async connectToShadowDb(): Promise<SqlDriverAdapter> {
    const name = `prisma_migrate_shadow_db_${randomUUID()}`
    await execute(this.#url, `CREATE DATABASE "${name}"`)
    const url = new URL(this.#url)
    url.pathname = `/${name}`
    const adapter = await this.#connectTo(url.href)
    const disconnect = adapter.dispose
    adapter.dispose = async () => {
      await disconnect()
      await execute(this.#url, `DROP DATABASE "${name}"`)
    }
    return adapter
  }

  /** Ends what the engine left open: it never ends its main connection. */
  async dispose() {
    for (const adapter of this.#open) await adapter.dispose()
  }

  async #connectTo(url: string): Promise<SqlDriverAdapter> {
    const { pool, charColumns } = openPool(url)
    const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect()
    const wrapped: SqlDriverAdapter = {
      provider: adapter.provider,
      adapterName: adapter.adapterName,
      executeRaw: (query) => adapter.executeRaw(query),
      startTransaction: (level) => adapter.startTransaction(level),
      getConnectionInfo: () => adapter.getConnectionInfo(),
      executeScript: (script) => executeScript(pool, script),
      queryRaw: async (query) => {
        const result = await adapter.queryRaw(query)
        for (const index of charColumns(query.sql)) {
          result.columnTypes[index] = ColumnTypeEnum.Character
        }
        return result
      },
      dispose: () => {
        this.#open.delete(wrapped)
        return adapter.dispose()
      },
    }
    this.#open.add(wrapped)
    return wrapped
  }
}

/** One connection, as the engine's lock belongs to the session; it shows "char" as text. */
function openPool(url: string) {
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    idleTimeoutMillis: 0,
    // The role's limit is for the application: a migration may take longer.
    onConnect: async (client) => {
      await client.query('SET statement_timeout = 0')
    },
  })
  const columnsOf = new Map<string, number[]>()
  const query = pool.query.bind(pool) as (config: pg.QueryConfig) => Promise<pg.QueryResult>
  const recording = async (config: pg.QueryConfig) => {
    const result = await query(config)
    const columns: number[] = []
    for (const [index, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID !== charOid) continue
      field.dataTypeID = textOid
      columns.push(index)
    }
    columnsOf.set(config.text, columns)
    return result
  }
  pool.query = recording as typeof pool.query
  return { pool, charColumns: (sql: string) => columnsOf.get(sql) ?? [] }
}

/** A script sent whole is one transaction: it happens or it does not. */
async function executeScript(pool: pg.Pool, script: string) {
  try {
    await pool.query({ text: script })
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error
    // The engine rewords the codes that it knows, and loses what the database said.
    const message = describeScriptError(error, script)
    const { severity = 'ERROR', detail, hint } = error
    throw new DriverAdapterError({
      kind: 'postgres',
      code: 'XX000',
      severity,
      message,
      detail,
      hint,
      column: undefined,
    })
  }
}

function describeScriptError({ message, detail, position }: pg.DatabaseError, script: string) {
  const line = position && script.slice(0, Number(position)).split('\n').length
  return [message, detail && ` (${detail})`, line && `, at line ${line}`].filter(Boolean).join('')
}

const execute = (url: string, sql: string) => withClient(url, (client) => client.query(sql))
