import { networkOf } from './client-network.ts'
import { ExpectedError, Unavailable } from './errors.ts'
import { parseJson } from './json.ts'

/** Bytes of each body that count for nothing: what is small is read however busy we are. */
const freeBytes = 64 * 1024

/** Seconds after which a refused sender may try again: how long a slow body may take to arrive. */
const retryAfterSeconds = 60

/**
 * The memory of this process that holds what came of bodies so far: strangers can send many large
 * ones at once, and slowly. One network gets half of it.
 */
export class BodyMemory {
  readonly #bytes: number
  readonly #takenBy = new Map<string, number>()
  #taken = 0

  constructor(bytes: number) {
    this.#bytes = bytes
  }

  get taken() {
    return this.#taken
  }

  /** Whether a network may take so many bytes more. */
  hasRoom(network: string, bytes: number): boolean {
    const own = (this.#takenBy.get(network) ?? 0) + bytes
    return bytes <= 0 || (this.#taken + bytes <= this.#bytes && own <= this.#bytes / 2)
  }

  /** Counts bytes that a network takes; negative ones are given back. */
  take(network: string, bytes: number) {
    const own = (this.#takenBy.get(network) ?? 0) + bytes
    if (own > 0) this.#takenBy.set(network, own)
    else this.#takenBy.delete(network)
    this.#taken += bytes
  }
}

/** Who reads: where the memory is counted, and against whom. */
type Reader = { bodies: BodyMemory; clientIp: string | null }

/**
 * The body of a request, byte for byte. Throws PAYLOAD_TOO_LARGE past `limit` bytes, without
 * reading on, UNAVAILABLE when other bodies take the memory for it, and BAD_REQUEST when the sender
 * breaks off.
 */
export const readBody = async (
  { bodies, clientIp }: Reader,
  request: Request,
  limit: number,
): Promise<Buffer> => {
  const tooLarge = () => new ExpectedError('PAYLOAD_TOO_LARGE', `At most ${limit} bytes`)
  const tooMany = () =>
    new Unavailable('Too many large bodies arrive: try again later', retryAfterSeconds)
  const network = networkOf(clientIp ?? '')
  const announced = Number(request.headers.get('content-length'))
  if (announced > limit) throw tooLarge()
  if (!bodies.hasRoom(network, announced - freeBytes)) throw tooMany()
  const chunks: Uint8Array[] = []
  let size = 0
  let taken = 0
  try {
    for await (const chunk of chunksOf(request)) {
      size += chunk.byteLength
      if (size > limit) throw tooLarge()
      const more = Math.max(0, size - freeBytes - taken)
      if (!bodies.hasRoom(network, more)) throw tooMany()
      bodies.take(network, more)
      taken += more
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  } finally {
    bodies.take(network, -taken)
  }
}

async function* chunksOf({ body }: Request) {
  try {
    yield* body ?? []
  } catch {
    throw new ExpectedError('BAD_REQUEST', 'The body ended early')
  }
}

/** The JSON in the body of a request. Throws BAD_REQUEST for what is none, and as `readBody`. */
export const readJson = async (
  reader: Reader,
  request: Request,
  limit: number,
): Promise<unknown> => {
  const body = await readBody(reader, request, limit)
  try {
    return parseJson(body.toString())
  } catch {
    throw new ExpectedError('BAD_REQUEST', 'The body is not JSON')
  }
}
