// Holds many subscriptions open and counts what they are told; a process of its own, so that the
// server's core is the server's. Started by live.long.test.ts, which it talks with by messages.
import { Agent, type ClientRequest, request } from 'node:http'

export type StreamRequest = { query: string; headers?: Record<string, string> }

export type Command =
  | { name: 'open'; address: string; streams: StreamRequest[] }
  | { name: 'report' }
  | { name: 'close' }

/** Figures since the last report. */
export type Report = {
  /** For each issue: how many streams were told of it, and how often in all. */
  issues: Record<string, { streams: number; deliveries: number }>
  deliveries: number
  /** Streams that ended though nobody closed them. */
  ended: number
  errors: string[]
  /** Milliseconds from the change to its arrival, sorted. */
  latencies: number[]
}

type Result = {
  data?: { issueUpdated?: { issueId: string; issue: { title: string } | null } } | null
  errors?: { message: string }[]
}

const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY })
const open = new Set<ClientRequest>()
let told: Map<string, Map<number, number>> = new Map()
let latencies: number[] = []
let errors: string[] = []
let ended = 0

const hear = (stream: number, line: string) => {
  const { data, errors: failures } = JSON.parse(line) as Result
  for (const { message } of failures ?? []) errors.push(message)
  const update = data?.issueUpdated
  if (!update) return
  const streams = told.get(update.issueId) ?? new Map<number, number>()
  told.set(update.issueId, streams.set(stream, (streams.get(stream) ?? 0) + 1))
  latencies.push(Date.now() - Number(update.issue?.title))
}

const follow = (address: string, { query, headers = {} }: StreamRequest, stream: number) =>
  new Promise<void>((resolve, reject) => {
    const sent = request(
      `${address}/graphql`,
      {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.once('data', () => resolve())
        response.on('data', (chunk: string) => {
          text += chunk
          const lines = text.split('\n')
          text = lines.pop() ?? ''
          for (const line of lines) if (line.startsWith('data: {')) hear(stream, line.slice(6))
        })
        response.on('close', () => {
          if (open.delete(sent)) ended += 1
        })
        response.on('error', () => undefined)
      },
    )
    open.add(sent)
    sent.on('error', (error) => (open.has(sent) ? reject(error) : undefined))
    sent.end(JSON.stringify({ query }))
  })

const openAll = async (address: string, streams: StreamRequest[]) => {
  const waiting = streams.entries()
  const openInTurn = async () => {
    for (const [index, stream] of waiting) await follow(address, stream, index)
  }
  await Promise.all(Array.from({ length: 50 }, openInTurn))
}

const report = (): Report => {
  const sum = (counts: Iterable<number>) => [...counts].reduce((total, count) => total + count, 0)
  const issues = Object.fromEntries(
    [...told].map(([id, streams]) => [
      id,
      { streams: streams.size, deliveries: sum(streams.values()) },
    ]),
  )
  const figures = {
    issues,
    deliveries: latencies.length,
    ended,
    errors: errors.slice(0, 5),
    latencies: latencies.sort((a, b) => a - b),
  }
  told = new Map()
  latencies = []
  errors = []
  ended = 0
  return figures
}

const close = () => {
  const all = [...open]
  open.clear()
  for (const sent of all) sent.destroy()
}

process.on('message', async (command: Command) => {
  try {
    if (command.name === 'open') await openAll(command.address, command.streams)
    if (command.name === 'close') close()
    process.send?.({ answer: command.name === 'report' ? report() : null })
  } catch (error) {
    process.send?.({ failure: String(error) })
  }
})
process.on('disconnect', () => process.exit(0))
process.send?.({ ready: 'clients' })
