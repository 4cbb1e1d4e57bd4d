import type { Prisma } from '#generated/prisma/client.ts'
import { nobody, type Viewer } from '#lib/viewer.ts'

/** Only staff see what GitHub sent us: it may be about private repositories. */
export const readable = (viewer: Viewer): Prisma.WebhookDeliveryWhereInput =>
  viewer.kind === 'user' && viewer.isStaff ? {} : { id: nobody }
