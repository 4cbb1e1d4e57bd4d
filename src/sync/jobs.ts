import { z } from 'zod'
import { defineJob } from '#lib/jobs.ts'

/** Jobs that read of GitHub: one after the other, and few at a time for each installation. */
const reading = { policy: 'short', batchSize: 1, groupConcurrency: 2, concurrency: 4 } as const

/** Asks GitHub once for each organization, one after the other. */
const askingEach = { expireInSeconds: 3_600 } as const

/** Reads what an installation may read, and starts to read each of its repositories. */
export const readInstallation = defineJob({
  name: 'sync.read_installation',
  payload: z.object({ organizationId: z.uuid() }),
  queue: reading,
})

/** Reads the next page of a repository's open issues or pull requests. */
export const readPage = defineJob({
  name: 'sync.read_page',
  payload: z.object({
    repositoryId: z.uuid(),
    kind: z.enum(['ISSUES', 'PULL_REQUESTS']),
    run: z.int(),
    /** Where the reading stands: a job that comes again, after its page was stored, does nothing. */
    nextPage: z.int().nullable(),
  }),
  queue: reading,
})

/** Reads one issue anew, if it changed. */
export const readIssue = defineJob({
  name: 'sync.read_issue',
  payload: z.object({ issueId: z.uuid() }),
  queue: reading,
})

/** Reads one pull request anew. */
export const readPullRequest = defineJob({
  name: 'sync.read_pull_request',
  payload: z.object({ pullRequestId: z.uuid() }),
  queue: reading,
})

/** Has every installation read anew: a webhook that was lost for good must not be missed for ever. */
export const refreshInstallations = defineJob({
  name: 'sync.refresh_installations',
  payload: z.object({}),
  schedule: '17 4 * * *',
})

/** Has the issues read anew that were not read for longest. */
export const refreshIssues = defineJob({
  name: 'sync.refresh_issues',
  payload: z.object({}),
  queue: askingEach,
  schedule: '2-59/10 * * * *',
})

/** Has the texts of issues rendered that came in many at once, or before texts were rendered. */
export const renderBodies = defineJob({
  name: 'sync.render_bodies',
  payload: z.object({}),
  queue: askingEach,
  schedule: '8-59/10 * * * *',
})

/** Has the timelines read anew that were not read for longest: GitHub sends no webhook for them. */
export const refreshTimelines = defineJob({
  name: 'sync.refresh_timelines',
  payload: z.object({}),
  queue: askingEach,
  schedule: '5-59/10 * * * *',
})
