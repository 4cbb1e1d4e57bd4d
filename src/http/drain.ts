import { once } from 'node:events'
import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'

/** Connections that the system took before we closed would be cut off unanswered. */
const arrivalMs = 300
const lastRequestsMs = 10_000
const unusedMs = 1_000

/**
 * An idle connection ends before the delay does, at a time that each answer announces: when the
 * server closes, no client is about to use one.
 */
const keepAliveMs = (delayMs: number) => Math.min(5_000, Math.max(1_000, delayMs - 2_000))

const askToClose = (response: ServerResponse) => {
  if (!response.headersSent) response.setHeader('connection', 'close')
}

/** Lets a server end without failing a request. `delaySeconds`: SHUTDOWN_DELAY_SECONDS. */
export const createDrain = (server: Server, delaySeconds: number) => {
  const delayMs = delaySeconds * 1_000
  let isDraining = false
  const running = new Set<ServerResponse>()
  const connections = new Set<Socket>()
  if (delayMs > 0) server.keepAliveTimeout = keepAliveMs(delayMs)
  server.on('connection', (socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })
  server.on('request', (_, response) => {
    if (isDraining) askToClose(response)
    running.add(response)
    response.once('close', () => running.delete(response))
  })

  /** Stops listening, once all that has arrived is accepted and read. */
  const close = async () => {
    await turn()
    const closed = once(server, 'close')
    server.close()
    const unused = setTimeout(() => {
      for (const socket of connections) if (socket.bytesRead === 0) socket.destroy()
    }, unusedMs)
    const force = setTimeout(() => server.closeAllConnections(), lastRequestsMs)
    await closed
    clearTimeout(unused)
    clearTimeout(force)
  }

  return {
    /** Whether the server was told to stop: /readyz says so. */
    isDraining: () => isDraining,
    /**
     * Serves for the delay, while load balancers notice, with answers that close their connection.
     * Then ends what would never end (`endStreams`), stops listening, and lets requests under way
     * finish, 10 s at most.
     */
    stop: async (endStreams: () => void) => {
      isDraining = true
      for (const response of running) askToClose(response)
      await sleep(delayMs)
      endStreams()
      await sleep(arrivalMs)
      await close()
    },
  }
}
