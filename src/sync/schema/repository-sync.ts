import { builder } from '#builder.ts'
import type { RepositorySync as Row } from '#generated/prisma/client.ts'

const SyncState = builder.enumType('SyncState', {
  description: 'How far the reading of a repository has come.',
  values: {
    QUEUED: { description: 'It will begin.' },
    RUNNING: { description: 'It is under way, page by page.' },
    COMPLETED: { description: 'All is read; webhooks keep it fresh.' },
    STOPPED: { description: 'GitHub does not let us read: the App is suspended or removed.' },
  } as const,
})

type Sync = { openIssuesCount: number | null; syncs: Row[] }

const ofKind = ({ syncs }: Sync, kind: Row['kind']) => syncs.find((sync) => sync.kind === kind)

const countOf = (sync: Sync, kind: Row['kind']) => ofKind(sync, kind)?.syncedCount ?? 0

const order = ['STOPPED', 'RUNNING', 'QUEUED', 'COMPLETED'] as const

/** That of the part which is furthest from being done. */
const stateOf = ({ syncs }: Sync) =>
  order.find((state) => syncs.some((sync) => sync.state === state)) ?? 'QUEUED'

const lastOf = (dates: (Date | null)[]) =>
  dates.every((date) => date !== null)
    ? new Date(Math.max(...dates.map((date) => date.getTime())))
    : null

const firstOf = (dates: (Date | null)[]) => {
  const known = dates.filter((date) => date !== null).map((date) => date.getTime())
  return known.length > 0 ? new Date(Math.min(...known)) : null
}

const RepositorySync = builder.objectRef<Sync>('RepositorySync').implement({
  description:
    'How far the reading of a repository’s open issues and pull requests has come. It begins when ' +
    'the repository comes into reach of our GitHub App.',
  fields: (t) => ({
    state: t.field({ type: SyncState, description: 'How far it is.', resolve: stateOf }),
    syncedIssues: t.int({
      description: 'Open issues that were read. As GitHub does, this counts pull requests too.',
      resolve: (sync) => countOf(sync, 'ISSUES'),
    }),
    openIssues: t.int({
      description:
        'Open issues, and pull requests, that there are to read: by GitHub’s count, but never fewer ' +
        'than were read.',
      resolve: (sync) => Math.max(sync.openIssuesCount ?? 0, countOf(sync, 'ISSUES')),
    }),
    syncedPullRequests: t.int({
      description: 'Open pull requests that were read whole.',
      resolve: (sync) => countOf(sync, 'PULL_REQUESTS'),
    }),
    requestedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was asked for.',
      resolve: ({ syncs }) => firstOf(syncs.map(({ requestedAt }) => requestedAt)),
    }),
    startedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the first page was read; null before.',
      resolve: ({ syncs }) => firstOf(syncs.map(({ startedAt }) => startedAt)),
    }),
    completedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the last page was read; null before.',
      resolve: ({ syncs }) => lastOf(syncs.map(({ completedAt }) => completedAt)),
    }),
  }),
})

builder.prismaObjectFields('Repository', (t) => ({
  sync: t.field({
    type: RepositorySync,
    nullable: true,
    description: 'How far its reading has come; null for one that was never read.',
    select: { openIssuesCount: true, syncs: true },
    resolve: ({ openIssuesCount, syncs }) => (syncs.length > 0 ? { openIssuesCount, syncs } : null),
  }),
}))
