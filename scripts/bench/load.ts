import autocannon from 'autocannon'

export const connections = 16
const warmUpSeconds = 2
const rounds = 2

/** A server under load, and what it is asked. */
export type Target = { name: string; address: string; request: autocannon.Request }

/** What one server did. */
export type Figures = {
  requests: number
  requestsPerSecond: number
  /** Milliseconds. */
  p50: number
  p99: number
}

type Sample = { requests: number; seconds: number; milliseconds: number[] }

/** For so many seconds, or until so many requests were answered. */
type Amount = { duration: number } | { amount: number }

/** Keeps all connections busy. Throws when anything but a 2xx comes back. */
export const load = (target: Target, amount: Amount, signal: AbortSignal): Promise<Sample> =>
  new Promise((resolve, reject) => {
    const { name, address, request } = target
    const milliseconds: number[] = []
    const stop = () => instance.stop()
    const instance = autocannon(
      { url: address, connections, requests: [request], ...amount },
      (error, result) => {
        signal.removeEventListener('abort', stop)
        const failed = result ? result.errors + result.non2xx : 0
        if (error) reject(error)
        else if (failed > 0) reject(new Error(`${name}: ${failed} requests failed`))
        else resolve({ requests: result['2xx'], seconds: result.duration, milliseconds })
      },
    )
    instance.on('response', (_client, _status, _bytes, time) => milliseconds.push(time))
    signal.addEventListener('abort', stop)
  })

const percentile = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

const figuresOf = (samples: Sample[]): Figures => {
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
  const sorted = samples.flatMap(({ milliseconds }) => milliseconds).sort((a, b) => a - b)
  const requests = sum(samples.map((sample) => sample.requests))
  return {
    requests,
    requestsPerSecond: requests / sum(samples.map(({ seconds }) => seconds)),
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
  }
}

/** Both servers in turn, twice, so that what else the machine does meets both. */
export const compare = async (
  { ours, bare }: { ours: Target; bare: Target },
  { seconds, signal }: { seconds: number; signal: AbortSignal },
) => {
  const samples = { ours: [] as Sample[], bare: [] as Sample[] }
  for (const target of [ours, bare]) await load(target, { duration: warmUpSeconds }, signal)
  for (let round = 0; round < rounds; round++) {
    samples.ours.push(await load(ours, { duration: seconds }, signal))
    samples.bare.push(await load(bare, { duration: seconds }, signal))
  }
  return { ours: figuresOf(samples.ours), bare: figuresOf(samples.bare) }
}
