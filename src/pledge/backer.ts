import type { Prisma } from '#generated/prisma/client.ts'
import type { Viewer } from '#lib/viewer.ts'
import * as policy from './policy.ts'

/** Who a pledge is from, as everybody may see them: never an e-mail address. */
export type Backer = { name: string | null; login: string | null; avatarUrl: string | null }

const shown = { select: { login: true, name: true, avatarUrl: true } } as const

/** What `backerOf` needs of a pledge. */
export const backerSelect = {
  ...policy.parties,
  state: true,
  isAnonymous: true,
  byUser: shown,
  byOrganization: shown,
  onBehalfOfOrganization: shown,
} as const satisfies Prisma.PledgeSelect

type Row = Prisma.PledgeGetPayload<{ select: typeof backerSelect }>

/**
 * Whose name a pledge bears: the organization that is credited, else the person, else the
 * organization that pays. Null where nobody is known. Null for others than the payer's side where the
 * payer wants it so, and until it is paid: the payer is known by an address that anybody could have
 * given, and whoever gave it is not to learn whose it is. Who signed up by e-mail has neither login
 * nor name.
 */
export const backerOf = (viewer: Viewer, pledge: Row): Backer | null => {
  const isHidden = pledge.isAnonymous || pledge.state === 'INITIATED'
  if (isHidden && !policy.isSenderMember(viewer, pledge)) return null
  const who = pledge.onBehalfOfOrganization ?? pledge.byUser ?? pledge.byOrganization
  return who && { login: who.login, name: who.name ?? who.login, avatarUrl: who.avatarUrl }
}
