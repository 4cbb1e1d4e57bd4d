import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

const listen = (server: Server, port: number, host: string) =>
  new Promise<number>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })

const isTaken = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'

/** Listens where it did the last time, if that is still free and no port is given. */
export const listenAgain = async (server: Server, given: number, before: number, host: string) => {
  if (given !== 0 || before === 0) return listen(server, given, host)
  try {
    return await listen(server, before, host)
  } catch (error) {
    if (isTaken(error)) return listen(server, 0, host)
    throw error
  }
}

/** Stops listening, whoever is still connected. */
export const close = (server: Server) =>
  new Promise<void>((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()))
    server.closeAllConnections()
  })
