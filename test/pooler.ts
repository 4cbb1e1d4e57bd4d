import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

const headerBytes = 8

/** A connection's first message without what it asks for by `options`. */
const withoutOptions = (message: Buffer) => {
  const texts = message.toString('latin1', headerBytes, message.length - 2).split('\0')
  const kept: string[] = []
  for (let index = 0; index + 1 < texts.length; index += 2) {
    if (texts[index] !== 'options') kept.push(texts[index] ?? '', texts[index + 1] ?? '')
  }
  const body = Buffer.from(`${kept.join('\0')}\0\0`, 'latin1')
  const header = Buffer.from(message.subarray(0, headerBytes))
  header.writeInt32BE(headerBytes + body.length)
  return Buffer.concat([header, body])
}

/**
 * Stands before PostgreSQL as some poolers do: what a connection asks for by `options` when it opens
 * never reaches the server. Answers the address of the same database behind it.
 */
export const startPooler = async (databaseUrl: string) => {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.once('data', (first: Buffer) => {
      upstream.write(withoutOptions(first))
      client.pipe(upstream)
    })
    upstream.pipe(client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as { port: number }).port)
  return {
    url: url.href,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
