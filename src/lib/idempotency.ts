import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ctx, Tx } from '#context.ts'
import { Prisma } from '#generated/prisma/client.ts'
import { BadUserInput, ExpectedError } from './errors.ts'
import { fingerprintOf } from './fingerprint.ts'
import { lock } from './locks.ts'

/** The key was used for another request, or what it was used for is still being worked on. */
export class IdempotencyConflict extends ExpectedError {
  constructor(message: string) {
    super('CONFLICT', message, ['idempotencyKey'])
  }
}

/**
 * The first request was begun, nobody knows how it ended, and what it was about has changed since.
 * Its key is not free: another one might do it twice.
 */
export class OperationChanged extends IdempotencyConflict {
  constructor() {
    super('The first request with this key was begun, and things have changed since: look first')
  }
}

/** What a client asks for, with its key if it gave one. */
export type Request = {
  /** The name of the mutation. */
  mutation: string
  key: string | null | undefined
  input: object
  /** Scopes the key of a client that is not signed in: a secret that the client alone has. */
  secret?: string | null
}

/** Ids and small facts, from which the payload is read again. */
export type Answer = Record<string, string | number | boolean | null>

const longestKey = 255
/** Clients that are not signed in share one space of keys, so theirs must be hard to guess. */
const shortestAnonymousKey = 16
/** How long a key is remembered; Stripe's own are for a day. */
export const lifeHours = 24
const leaseMs = 60_000
const patienceMs = 30_000
/** Between two looks whether another process is done: it doubles from the first to the last. */
const pauseMs = { first: 50, last: 400 }

const ownerOf = ({ viewer }: Pick<Ctx, 'viewer'>, secret: string | null | undefined) => {
  if (viewer.kind === 'user') return viewer.userId
  return secret ? `${viewer.kind} ${fingerprintOf(secret)}` : viewer.kind
}

const identityOf = (ctx: Pick<Ctx, 'viewer'>, { mutation, key, input, secret }: Request) => {
  const shortest = ctx.viewer.kind === 'anonymous' ? shortestAnonymousKey : 1
  if (!key || key.length < shortest || key.length > longestKey || /\p{Cc}/u.test(key)) {
    const message =
      `The key must have ${shortest} to ${longestKey} characters, without control characters` +
      (shortest > 1 ? ': use a random one, such as a UUID' : '')
    throw new BadUserInput(message, ['idempotencyKey'])
  }
  const { idempotencyKey: _key, ...body } = input as { idempotencyKey?: unknown }
  const owner = ownerOf(ctx, secret)
  return { owner, key, fingerprint: fingerprintOf({ mutation, body }) }
}

type Known = { fingerprint: string; answer: Prisma.JsonValue | null }

/** The first answer, if the request is the same. Throws IdempotencyConflict if it is another. */
const replay = <Result extends Answer>(known: Known, fingerprint: string): Result | null => {
  if (known.fingerprint !== fingerprint) {
    throw new IdempotencyConflict('This key was used for another request')
  }
  return known.answer as Result | null
}

/**
 * Does the work of a mutation once for each key of a client, in one transaction with its note: of
 * several at once one does it, and all get its answer. Work that throws leaves the key free. Without
 * a key it is simply done. Throws IdempotencyConflict for the key of another request.
 */
export const once = <Result extends Answer>(
  ctx: Pick<Ctx, 'transaction' | 'viewer'>,
  request: Request,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> =>
  ctx.transaction(async (tx) => {
    if (request.key == null) return work(tx)
    const { owner, key, fingerprint } = identityOf(ctx, request)
    await lock(tx.db, 'idempotency-key', `${owner}:${key}`)
    const known = await tx.db.idempotencyKey.findUnique({ where: { owner_key: { owner, key } } })
    const answer = known && replay<Result>(known, fingerprint)
    if (answer) return answer
    const result = await work(tx)
    const done = { owner, key, fingerprint, answer: result, lockedUntil: null }
    await tx.db.idempotencyKey.upsert({
      where: { owner_key: { owner, key } },
      create: done,
      update: done,
    })
    return result
  })

type Identity = { owner: string; key: string; fingerprint: string }

/**
 * A turn at an operation, which is over when another one took it up. It is not the first one if the
 * operation was cut off before: its work may be done, and only its answer lost.
 */
type Turn = { id: string; lockedUntil: Date; isFirst: boolean }

/** Takes a key that nobody works on; the id of the operation is the same after a crash. */
const claim = async (
  ctx: Ctx,
  { owner, key, fingerprint }: Identity,
): Promise<Turn | undefined> => {
  const [turn] = await ctx.transaction((tx) =>
    tx.db.$queryRaw<Turn[]>(Prisma.sql`
      INSERT INTO idempotency_key (owner, key, fingerprint, locked_until)
      VALUES (${owner}, ${key}, ${fingerprint}, now() + ${leaseMs} * interval '1 millisecond')
      ON CONFLICT (owner, key) DO UPDATE SET locked_until = excluded.locked_until
      WHERE idempotency_key.answer IS NULL
        AND idempotency_key.fingerprint = excluded.fingerprint
        AND (idempotency_key.locked_until IS NULL OR idempotency_key.locked_until < now())
      RETURNING id, locked_until AS "lockedUntil", xmax = 0 AS "isFirst"`),
  )
  return turn
}

/** Keeps the answer of an operation, unless it has one. Answers the one that stands. */
const keep = <Result extends Answer>(ctx: Ctx, { id }: Turn, answer: Result): Promise<Result> =>
  ctx.transaction(async (tx) => {
    const { count } = await tx.db.idempotencyKey.updateMany({
      where: { id, answer: { equals: Prisma.DbNull } },
      data: { answer, lockedUntil: null },
    })
    if (count > 0) return answer
    const known = await tx.db.idempotencyKey.findUnique({ where: { id } })
    return (known?.answer ?? answer) as Result
  })

/** Ends a turn without an answer: the key is free for good, or the operation to be taken up again. */
const giveBack = (ctx: Ctx, { id, lockedUntil }: Turn, isFinal: boolean) =>
  ctx.transaction(async (tx) => {
    const where = { id, lockedUntil, answer: { equals: Prisma.DbNull } }
    if (isFinal) await tx.db.idempotencyKey.deleteMany({ where })
    else await tx.db.idempotencyKey.updateMany({ where, data: { lockedUntil: null } })
  })

/** The work of an operation; not its first turn if an earlier one was cut off, maybe at its end. */
type Work<Result> = (operationId: string, turn: { isFirst: boolean }) => Promise<Result>

const perform = async <Result extends Answer>(
  ctx: Ctx,
  turn: Turn,
  work: Work<Result>,
): Promise<Result> => {
  try {
    return await keep(ctx, turn, await work(turn.id, { isFirst: turn.isFirst }))
  } catch (error) {
    const isOpen = error instanceof OperationChanged
    const isExpected = error instanceof ExpectedError && error.code !== 'UNAVAILABLE'
    await giveBack(ctx, turn, isExpected && !isOpen)
    throw error
  }
}

/**
 * As `once`, for work that asks other servers, which no transaction may wait for. `operationId`
 * stays the same when the work is done again after a crash, or because a server was UNAVAILABLE: keys
 * for Stripe are made of it. Then it is not the first turn, and what it refuses may be what it has
 * done itself. Whoever comes meanwhile waits for the answer, 30 s at most. Work that throws any other
 * ExpectedError leaves the key free, but for OperationChanged. Work of more than a minute may be begun
 * again.
 */
export const onceWithLease = async <Result extends Answer>(
  ctx: Ctx,
  request: Request,
  work: Work<Result>,
): Promise<Result> => {
  if (request.key == null) return work(randomUUID(), { isFirst: true })
  const identity = identityOf(ctx, request)
  const { owner, key, fingerprint } = identity
  const end = Date.now() + patienceMs
  for (let pause = pauseMs.first; Date.now() < end; pause = Math.min(2 * pause, pauseMs.last)) {
    const turn = await claim(ctx, identity)
    if (turn) return perform(ctx, turn, work)
    const known = await ctx.db.idempotencyKey.findUnique({ where: { owner_key: { owner, key } } })
    const answer = known && replay<Result>(known, fingerprint)
    if (answer) return answer
    await sleep(pause)
  }
  throw new IdempotencyConflict('The first request with this key is still being worked on')
}

/** Forgets keys that are older than a day. */
export const deleteExpiredKeys = (ctx: Pick<Ctx, 'transaction'>): Promise<void> =>
  ctx.transaction(async (tx) => {
    const before = new Date(Date.now() - lifeHours * 60 * 60 * 1_000)
    await tx.db.idempotencyKey.deleteMany({ where: { createdAt: { lt: before } } })
  })
