import { z } from 'zod'
import { defineJob } from '#lib/jobs.ts'

/** Brings in the issues of others that the text of an issue names. Key: the id. */
export const syncIssue = defineJob({
  name: 'issue-dependency.sync_issue',
  payload: z.object({ issueId: z.uuid() }),
  queue: { policy: 'short', expireInSeconds: 600, groupConcurrency: 2, batchSize: 1 },
})
