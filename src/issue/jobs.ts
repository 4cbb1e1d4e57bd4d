import { z } from 'zod'
import { defineJob } from '#lib/jobs.ts'

/** Renders the text of an issue. Key: the id. */
export const renderBody = defineJob({
  name: 'issue.render_body',
  payload: z.object({ issueId: z.uuid() }),
  queue: { policy: 'short', batchSize: 1, groupConcurrency: 2, concurrency: 4 },
})
