import type { z } from 'zod'
import type { Tx } from '#context.ts'
import type { Organization, Repository } from '#generated/prisma/client.ts'
import { payloads } from '#github/service.ts'
import * as organizations from '#organization/service.ts'
import * as repositories from '#repository/service.ts'
import { type EventHandler, type Ignored, onEvent } from '../event.ts'

/** A payload about a repository. */
export const inRepository = payloads.named.extend({ repository: payloads.repository })

export type InRepository = z.output<typeof inRepository>

export const noInstallation: Ignored = { ignored: 'The delivery names no installation' }

type Place = { organization: Organization; repository: Repository; installationId: bigint }

/** Where a payload plays, with what it says of the repository stored. Null without an installation. */
export const placeOf = async (tx: Tx, payload: InRepository): Promise<Place | null> => {
  if (!payload.installation) return null
  const { id: installationId } = payload.installation
  const { owner, data } = payload.repository
  const organization = await organizations.recognize(tx, owner, installationId)
  const access = repositories.impliedBy(installationId)
  const repository = await repositories.store(tx, organization, data, { access })
  return { organization, repository, installationId }
}

/** Declares what we do with an event that happens in a repository; others are ignored. */
export const onEventIn = <Payload extends z.ZodType<InRepository>>(
  permission: string,
  payload: Payload,
  handle: (tx: Tx, place: Place, payload: z.output<Payload>) => Promise<Ignored | undefined>,
): EventHandler =>
  onEvent(permission, payload, async (tx, given) => {
    const place = await placeOf(tx, given)
    if (!place) return noInstallation
    return handle(tx, place, given)
  })
