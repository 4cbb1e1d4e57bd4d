import type { Prisma } from '#generated/prisma/client.ts'
import type { Viewer } from '#viewer.ts'

/** Everybody may see a public repository; nobody yet a private one. */
export const readable = (viewer: Viewer): Prisma.RepositoryWhereInput =>
  viewer.kind === 'system' ? { deletedAt: null } : { deletedAt: null, isPrivate: false }
