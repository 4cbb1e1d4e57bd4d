import { fromPrisma, type JobWithMetadata, type PgBoss } from 'pg-boss'
import { z } from 'zod'
import type { Database } from '../db.ts'
import type { Envelope } from '../queue.ts'

/** What the queue answers to a command; its own types leave it out. */
const counted = z.object({ affected: z.number() })

type Later = { startAfter: Date; attempts?: number }

/**
 * Ends a running job and sends the same again for later, in one transaction: a worker that is
 * killed leaves one of the two. Where the queue's policy has a job of the same key waiting already,
 * that one stands for it. Does nothing when the job has been given to another worker meanwhile.
 */
export const handOver = async (
  { boss, db }: { boss: PgBoss; db: Database },
  { id, name, retryCount, data, singletonKey, groupId, priority }: JobWithMetadata<Envelope>,
  { startAfter, attempts }: Later,
) => {
  const envelope: Envelope = attempts === undefined ? data : { ...data, attempts }
  await db.$transaction(async (tx) => {
    const connection = { db: fromPrisma(tx) }
    // First: some policies have no place for the new one beside the running one.
    const ended = await boss.complete(name, { id, retryCount }, null, connection)
    if (counted.parse(ended).affected === 0) return
    await boss.send(name, envelope, {
      ...connection,
      startAfter,
      priority,
      ...(singletonKey ? { singletonKey } : {}),
      ...(groupId ? { group: { id: groupId } } : {}),
    })
  })
}
