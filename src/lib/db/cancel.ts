import pg from 'pg'

/** What pg keeps of a connected client and does not declare. */
type Backend = {
  host: string
  port: number
  ssl: pg.ClientConfig['ssl']
  processID: number
  secretKey: number
  connection: { stream: { destroy(): void } }
}

type CancelConnection = pg.Connection & {
  connect(portOrSocket: number | string, host?: string): void
  requestSsl(): void
  cancel(processId: number, secretKey: number): void
}

/** The server accepts a cancel request within this time, or the connection is given up. */
const patienceMs = 5_000

const backendOf = (client: pg.PoolClient) => client as unknown as Backend

/**
 * Asks the server to cancel the statement that a connection is busy with (PostgreSQL documentation,
 * "Canceling Requests in Progress"). Resolves once the server has passed the request on: from then
 * on it can hit no later statement than the one that runs. Throws when the server is not reached.
 */
const requestCancel = (client: pg.PoolClient) => {
  const { host, port, ssl, processID, secretKey } = backendOf(client)
  const connection = new pg.Connection({ ssl } as pg.ConnectionConfig) as CancelConnection
  const { stream } = connection
  return new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => stream.destroy(new Error('No answer')), patienceMs)
    const cancel = () => connection.cancel(processID, secretKey)
    connection.on('connect', () => (ssl ? connection.requestSsl() : cancel()))
    connection.on('sslconnect', cancel)
    connection.on('error', reject)
    // The server closes this connection after it has signalled the other one.
    connection.on('end', () => {
      clearTimeout(timer)
      resolve()
    })
    if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`)
    else connection.connect(port, host)
  })
}

const ignore = () => undefined

/**
 * Waits for a statement whose cancellation was requested. Afterwards the connection serves others
 * without risk: a cancel request that came late hits the empty statement. Throws when the server
 * can't be reached or does not react; the connection is then useless, and closed.
 */
export const cancelStatement = async (client: pg.PoolClient, statement: Promise<unknown>) => {
  const destroy = () => backendOf(client).connection.stream.destroy()
  const timer = setTimeout(destroy, patienceMs)
  try {
    await requestCancel(client)
    await statement.catch(ignore)
    await client.query('').catch((error) => {
      if (error.code !== '57014') throw error
    })
  } catch (error) {
    destroy()
    throw error
  } finally {
    clearTimeout(timer)
  }
}
