import type { Prisma } from '#generated/prisma/client.ts'
import { nobody, type Viewer } from '#lib/viewer.ts'

/** Only their owner, signed in with a session, sees tokens: a token sees none, not even itself. */
export const readable = (viewer: Viewer): Prisma.PersonalAccessTokenWhereInput => ({
  userId: viewer.kind === 'user' && viewer.sessionId ? viewer.userId : nobody,
  deletedAt: null,
})
