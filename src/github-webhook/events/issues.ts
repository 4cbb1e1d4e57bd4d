import type { z } from 'zod'
import type { Tx } from '#context.ts'
import type { Repository } from '#generated/prisma/client.ts'
import { payloads } from '#github/service.ts'
import * as issues from '#issue/service.ts'
import * as repositories from '#repository/service.ts'
import { type EventHandler, type Ignored, onEvent } from '../event.ts'
import { inRepository, organizationOf } from './place.ts'

const payload = inRepository.extend({ issue: payloads.issue })

const repositoryOf = async (
  tx: Tx,
  delivery: z.output<typeof payload>,
): Promise<Repository | Ignored> => {
  const organization = await organizationOf(tx, delivery)
  if ('ignored' in organization) return organization
  const { data } = delivery.repository
  const repository = delivery.installation
    ? await repositories.recognize(tx, organization, data)
    : await repositories.find(tx, data.externalId)
  return (
    repository ?? { ignored: `${data.name} is unknown, and the delivery names no installation` }
  )
}

const onChanged = onEvent('issues', payload, async (tx, delivery) => {
  const repository = await repositoryOf(tx, delivery)
  if ('ignored' in repository) return repository
  await issues.store(tx, repository, delivery.issue)
})

/** What happens to the issues of a repository. */
export const issuesEvents: Record<string, EventHandler> = {
  'issues.opened': onChanged,
  'issues.edited': onChanged,
  'issues.closed': onChanged,
  'issues.reopened': onChanged,
  'issues.labeled': onChanged,
  'issues.unlabeled': onChanged,
  'issues.deleted': onEvent('issues', payload, async (tx, delivery) => {
    const repository = await repositoryOf(tx, delivery)
    if ('ignored' in repository) return repository
    await issues.remove(tx, repository, delivery.issue)
  }),
}
