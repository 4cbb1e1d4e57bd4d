import type { Prisma } from '#generated/prisma/client.ts'
import { nobody, type Viewer } from '#lib/viewer.ts'

/** Only staff see the books as they are; others see what is theirs through what it is about. */
export const readable = (viewer: Viewer): Prisma.LedgerTransactionWhereInput =>
  viewer.kind === 'user' && viewer.isStaff ? {} : { id: nobody }

/** The entries of transactions that the viewer may see. */
export const entryReadable = (viewer: Viewer): Prisma.LedgerEntryWhereInput => ({
  transaction: readable(viewer),
})
