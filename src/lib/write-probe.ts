type Query = (sql: string) => Promise<unknown>

/**
 * Throws what PostgreSQL says when a database takes no writes: it is read-only, not migrated or its
 * disk is full. A row that is there already fits on a full disk: so a sort writes 3 MB beside it,
 * which leave nothing behind. Sent at once, the statements are one transaction.
 */
export const probeWrite = async (query: Query): Promise<void> => {
  await query(`
    SELECT set_config('work_mem', '64kB', true);
    INSERT INTO cache_entry (key, value, expires_at)
      VALUES ('ready', '', now() + interval '1 minute')
      ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at;
    SELECT count(*) FROM (
      SELECT repeat('x', 1000) || n AS wide FROM generate_series(1, 3000) AS n ORDER BY wide OFFSET 0
    ) AS sorted`)
}
