import { z } from 'zod'
import { defineJob } from '#lib/jobs.ts'

/** Each asks GitHub often: as one installation not many at once, and the same thing not twice. */
const queue = {
  policy: 'short',
  expireInSeconds: 600,
  groupConcurrency: 2,
  batchSize: 1,
} as const

/** Finds which issues of a repository commits referred to, and reads these anew. Key: the id. */
export const syncRepository = defineJob({
  name: 'issue-reference.sync_repository',
  payload: z.object({ repositoryId: z.uuid() }),
  queue,
})

/** Reads an issue's timeline for pull requests and commits that refer to it. Key: the id. */
export const syncIssue = defineJob({
  name: 'issue-reference.sync_issue',
  payload: z.object({ issueId: z.uuid() }),
  queue,
})
