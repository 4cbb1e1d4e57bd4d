import { Pool } from 'pg'
import type { BudgetStore } from '../budget.ts'
import type { Logger } from '../logger.ts'

/**
 * One row for each caller, of their newest window; who asks for an older one gets nothing. Old and new
 * values in one statement need PostgreSQL 18 ("RETURNING" in "INSERT").
 */
const takeSql = `
  INSERT INTO rate_limit AS held (key, points, expire)
  VALUES ($1, least($2::int, $3::int), to_timestamp($4::float8 / 1000))
  ON CONFLICT (key) DO UPDATE SET
    points = CASE
      WHEN held.expire < excluded.expire THEN excluded.points
      WHEN held.expire > excluded.expire THEN held.points
      ELSE greatest(held.points, least($3::int, held.points + $2::int)) END,
    expire = greatest(held.expire, excluded.expire)
  RETURNING
    CASE WHEN old.expire = new.expire THEN new.points - old.points ELSE new.points END AS granted,
    new.points AS used`

/**
 * Budgets in the table `rate_limit`. They have a connection of their own: a leased slice must not
 * wait behind the queries that the limit is there to bound.
 */
export const postgresBudgetStore = (url: string, log: Logger): BudgetStore => {
  const pool = new Pool({
    ...{ connectionString: url, max: 1, connectionTimeoutMillis: 5_000, query_timeout: 5_000 },
    ...{ application_name: 'polar rate limits', allowExitOnIdle: true },
  })
  pool.on('error', (error) => log.warn({ err: error }, 'The connection of rate limits broke'))
  return {
    take: async ({ key, amount, limit, endsAt }) => {
      const values = [`budget ${key}`, amount, limit, endsAt]
      const { rows } = await pool.query<{ granted: number; used: number }>(takeSql, values)
      const [row] = rows
      if (!row) throw new Error('The budget has no row')
      return row
    },
    close: () => pool.end(),
  }
}
