import type { Prisma } from '#generated/prisma/client.ts'
import { nobody, type Viewer } from '#lib/viewer.ts'

/** Only their owner, signed in with a session, sees sessions; those that are over, nobody. */
export const readable = (viewer: Viewer): Prisma.SessionWhereInput => ({
  userId: viewer.kind === 'user' && viewer.sessionId ? viewer.userId : nobody,
  expiresAt: { gt: new Date() },
})
