import type { Prisma } from '#generated/prisma/client.ts'

/** Who gets a share, as everybody may see them: never an e-mail address. */
export type Receiver = {
  isOrganization: boolean
  name: string | null
  login: string | null
  avatarUrl: string | null
}

/** What `receiverOf` needs of a share. */
export const receiverSelect = {
  githubLogin: true,
  organization: { select: { login: true, name: true, avatarUrl: true } },
  user: { select: { login: true, name: true, avatarUrl: true } },
} as const satisfies Prisma.IssueRewardSelect

type Row = Prisma.IssueRewardGetPayload<{ select: typeof receiverSelect }>

/**
 * The receiver of a share: an organization, else the person that it was linked to, else a login on
 * GitHub of which nobody has signed in. Who deleted their account has neither name nor login.
 */
export const receiverOf = ({ organization, user, githubLogin }: Row): Receiver => {
  const who = organization ?? user ?? { login: githubLogin, name: null, avatarUrl: null }
  return {
    isOrganization: organization !== null,
    name: who.name ?? who.login,
    login: who.login,
    avatarUrl: who.avatarUrl,
  }
}
