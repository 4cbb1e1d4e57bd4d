import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

type Received = { from: string; to: string[]; raw: string }

type Behaviour = {
  /** The answer to each recipient, such as `550 5.1.1 No such user`. */
  onRecipient?: string
  /** Takes the connection and says nothing. */
  silent?: boolean
}

/** One client's session: commands by line, the message up to its lonely dot. */
const converse = (socket: Socket, received: Received[], { onRecipient }: Behaviour) => {
  const reply = (text: string) => socket.write(`${text}\r\n`)
  let mail: Received = { from: '', to: [], raw: '' }
  let inData = false
  let rest = ''
  const onLine = (line: string) => {
    if (inData) {
      if (line !== '.') {
        mail.raw += `${line.replace(/^\./, '')}\r\n`
        return
      }
      inData = false
      received.push(mail)
      return reply('250 2.0.0 Taken')
    }
    const [command = ''] = line.toUpperCase().split(' ', 1)
    if (command === 'EHLO') return reply('250-localhost\r\n250-8BITMIME\r\n250 SMTPUTF8')
    if (command === 'MAIL') mail = { from: /<(.*?)>/.exec(line)?.[1] ?? '', to: [], raw: '' }
    if (command === 'RCPT') {
      if (onRecipient) return reply(onRecipient)
      mail.to.push(/<(.*?)>/.exec(line)?.[1] ?? '')
    }
    if (command === 'DATA') {
      inData = true
      return reply('354 Go on')
    }
    if (command === 'QUIT') return socket.end('221 2.0.0 Bye\r\n')
    return reply('250 2.0.0 OK')
  }
  reply('220 localhost ESMTP')
  socket.setEncoding('utf8').on('data', (chunk) => {
    const lines = (rest + chunk).split('\r\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  })
}

/** A mail server on a free port that keeps what it is given. */
export const startSmtpServer = async (behaviour: Behaviour = {}) => {
  const received: Received[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer((socket) => {
    connections += 1
    sockets.add(socket.on('close', () => sockets.delete(socket)))
    socket.on('error', () => socket.destroy())
    if (!behaviour.silent) converse(socket, received, behaviour)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `smtp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    received,
    connections: () => ({ open: sockets.size, ever: connections }),
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

const decodeBody = (body: string, encoding = '7bit') => {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString()
  if (encoding !== 'quoted-printable') return body
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}

/** RFC 2047: words of other than ASCII characters; white space between two of them is none. */
const decodeHeader = (value: string) =>
  value
    .replace(/(\?=)\s+(=\?)/g, '$1$2')
    .replace(/=\?utf-8\?([BQ])\?(.*?)\?=/gi, (_, kind: string, text: string) =>
      kind.toUpperCase() === 'B'
        ? decodeBody(text, 'base64')
        : decodeBody(text.replaceAll('_', ' '), 'quoted-printable'),
    )

/** The headers, by name in lower case, and the body of a message or of one of its parts. */
const parsePart = (raw: string) => {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const lines = head.replace(/\r\n(?=[ \t])/g, '').split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), decodeHeader(line.slice(colon + 1).trim())]
    }),
  )
  return { headers, count: lines.length, body: rest.join('\r\n\r\n') }
}

/** Takes a message with several bodies apart. */
export const parseMail = (raw: string) => {
  const { headers, count, body } = parsePart(raw)
  const boundary = /boundary="(.*?)"/.exec(headers['content-type'] ?? '')?.[1] ?? ''
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((text) => {
      const part = parsePart(text.slice(2, -2))
      return {
        type: part.headers['content-type'] ?? '',
        body: decodeBody(part.body, part.headers['content-transfer-encoding']).replaceAll(
          '\r\n',
          '\n',
        ),
      }
    })
  return { headers, headerCount: count, parts }
}
