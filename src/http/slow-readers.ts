import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** A connection on which nothing is sent or read for so long, in milliseconds, is closed. */
const stillMs = 75_000

/** How often, in milliseconds, unread answers are looked at. */
const lookMs = 500

/**
 * Bounds what waits for clients that send requests and read no answers: a connection gets one answer
 * at a time, one that stands still is closed, and past `bytes` of unread answers those with the most
 * are.
 */
export const boundSlowReaders = (server: Server, bytes: number) => {
  server.setTimeout(stillMs)
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const look = () => {
    let unread = 0
    for (const { writableLength } of sockets) unread += writableLength
    if (unread <= bytes) return
    for (const socket of [...sockets].sort((a, b) => b.writableLength - a.writableLength)) {
      if (unread <= bytes) return
      unread -= socket.writableLength
      socket.destroy()
    }
  }
  const timer = setInterval(look, lookMs).unref()
  server.once('close', () => clearInterval(timer))

  const answers = new WeakMap<Socket, Promise<void>>()
  return {
    /** Does the work when the answer before this one, on the same connection, has been read. */
    inTurn: async (
      { socket }: IncomingMessage,
      response: ServerResponse,
      work: () => unknown,
    ): Promise<void> => {
      const before = answers.get(socket)
      const { promise, resolve } = Promise.withResolvers<void>()
      answers.set(socket, promise)
      response.once('close', resolve)
      await before
      if (!socket.destroyed) await work()
    },
  }
}
