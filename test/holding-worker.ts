// A worker whose first job never ends; it says `ready` when that has begun.
import { z } from 'zod'
import { connectDatabase } from '#lib/db.ts'
import { defineJob } from '#lib/jobs.ts'
import { createLogger } from '#lib/logger.ts'
import { startQueue } from '#lib/queue.ts'

/** Jobs of which one runs at a time in each group. */
export const held = defineJob({
  name: 'test.held',
  payload: z.object({}),
  queue: { groupConcurrency: 1 },
})

if (import.meta.main) {
  const url = process.env.DATABASE_URL ?? ''
  const log = createLogger({ process: 'test', level: 'silent', pretty: false })
  const queue = await startQueue({ url, log, jobs: [held], supervise: true })
  await queue.work(connectDatabase({ url }), held, async () => {
    process.send?.({ ready: 'holding' })
    await new Promise(() => {})
  })
}
