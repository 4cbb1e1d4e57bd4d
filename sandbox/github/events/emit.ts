import type { Act } from '../clock.ts'
import { installationOf, ownerOf } from '../lookups.ts'
import { nodeId, simpleUser } from '../shapes/accounts.ts'
import { organizationSimple } from '../shapes/organizations.ts'
import { repositoryData } from '../shapes/repositories.ts'
import type { Sandbox } from '../state.ts'
import type { Account, Installation, Repository } from '../world.ts'

/** These come to every App, whatever it subscribes to. */
const always = ['installation', 'installation_repositories']

const isWanted = ({ config, webhooks }: Sandbox, event: string) =>
  webhooks.receiver !== null &&
  (always.includes(event) || (config.app?.events.includes(event) ?? false))

export type Emission = {
  event: string
  /** None for `public`. */
  action?: string
  /** Made only if somebody is told. */
  body?: () => object
}

type Addressed = { installation: Installation; repository?: Repository; organization?: Account }

const organizationOf = ({ sandbox }: Act, { repository, organization }: Addressed) => {
  if (organization) return organization
  if (!repository) return undefined
  const owner = ownerOf(sandbox.state.world, repository.ownerId)
  return owner.type === 'Organization' ? owner : undefined
}

/** Tells the App of something in one of its installations ("Webhook events and payloads"). */
export const emitTo = (act: Act, to: Addressed, { event, action, body }: Emission) => {
  const { sandbox, by } = act
  if (!isWanted(sandbox, event)) return
  const { installation, repository } = to
  const organization = organizationOf(act, to)
  const payload = {
    ...(action !== undefined && { action }),
    installation: { id: installation.id, node_id: nodeId('I', installation.id) },
    ...(repository && { repository: repositoryData(sandbox, repository) }),
    ...(organization && { organization: organizationSimple(sandbox, organization) }),
    sender: simpleUser(sandbox, by),
    ...body?.(),
  }
  sandbox.webhooks.emit({
    event,
    action: action ?? null,
    installationId: installation.id,
    repositoryId: repository?.id ?? null,
    payload: JSON.stringify(payload),
  })
}

/** Tells of something in a repository, if a live installation has it. */
export const emitFor = (act: Act, repository: Repository, emission: Emission) => {
  const installation = installationOf(act.sandbox.state.world, repository)
  if (installation) emitTo(act, { installation, repository }, emission)
}
