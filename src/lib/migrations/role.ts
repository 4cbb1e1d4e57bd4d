import type pg from 'pg'
import { withClient } from './history.ts'

/**
 * What every connection of the application works with. As defaults of the role they hold behind a
 * pooler too, which drops what a connection asks for when it opens.
 */
export const roleDefaults = { TimeZone: 'UTC', statement_timeout: '30s' } as const

const missingDefaults = async (client: pg.Client) => {
  const { rows } = await client.query<{ settings: string[] }>(
    `SELECT setconfig AS settings FROM pg_db_role_setting
     WHERE setrole = (SELECT oid FROM pg_roles WHERE rolname = current_user)
       AND setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  )
  const known = new Set(rows.flatMap(({ settings }) => settings))
  return Object.entries(roleDefaults).filter(([name, value]) => !known.has(`${name}=${value}`))
}

/** Whether the role of `url` has its defaults in that database. */
export const hasRoleDefaults = (url: string) =>
  withClient(url, async (client) => (await missingDefaults(client)).length === 0)

/**
 * Gives the role of `url` its defaults in that database, as any role may for itself. Connections that
 * are open already keep what they have.
 */
export const setRoleDefaults = (url: string) =>
  withClient(url, async (client) => {
    for (const [name, value] of await missingDefaults(client)) {
      await client.query(
        `DO $$ BEGIN EXECUTE format('ALTER ROLE CURRENT_USER IN DATABASE %I SET ${name} = %L',
          current_database(), '${value}'); END $$`,
      )
    }
  })
