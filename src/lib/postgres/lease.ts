import pg from 'pg'

/** Any number that only leases use. */
const leases = 7_065_080_012

/**
 * A sign in the server itself that somebody uses it: a session with a shared lock. It ends with
 * the process that holds it, however that ends, so the last one to leave can tell that it is last.
 */
export type Lease = {
  /** Gives the lease back; true when nobody else holds one, and then nobody else can get one. */
  release(): Promise<boolean>
  /** Ends the session of a released lease. */
  end(): Promise<void>
}

/** The package's types leave these two out. */
type Client = pg.Client & { ref(): void; unref(): void }

/**
 * Takes a lease on the server; undefined when it is stopping. Throws when it does not answer.
 * `onLost` is called when the session of a lease that was taken and not released ends.
 */
export async function takeLease(url: string, onLost = () => {}): Promise<Lease | undefined> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'polar-server lease',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  }) as Client
  // A broken session holds no lock: nothing can be given back, and nobody is kept out by it.
  let broken = false
  let held = false
  const lose = () => {
    broken = true
    if (held) onLost()
    held = false
  }
  client.on('error', lose)
  try {
    await client.connect()
    await client.query('SELECT pg_advisory_lock_shared($1)', [leases])
  } catch (error) {
    await client.end()
    if (isStopping(error)) return undefined
    throw error
  }
  held = true
  client.once('end', lose)
  // A held lease is no reason for a process to go on.
  client.unref()
  return {
    release: async () => {
      held = false
      client.ref()
      return broken || (await isLast(client))
    },
    end: () => client.end(),
  }
}

async function isLast(client: pg.Client): Promise<boolean> {
  await client.query('SELECT pg_advisory_unlock_shared($1)', [leases])
  const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS last', [leases])
  return rows[0]?.last === true
}

/** Shut down while we asked, or already shutting down, or gone between two looks. */
function isStopping(error: unknown) {
  const { code } = error as { code?: string }
  const codes = ['57P01', '57P03', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE']
  return codes.includes(code ?? '') || /Connection terminated/.test(String(error))
}
