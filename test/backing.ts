import type { Prisma } from '#generated/prisma/client.ts'
import type { Database } from '#lib/db.ts'
import {
  createIssue,
  createMembership,
  createOrganization,
  createRepository,
  createUser,
} from './demo.ts'

type Place = { id: string; repositoryId: string; organizationId: string }

/** A pledge on an issue, of 5000 cents and paid, unless said otherwise. */
export const createPledge = (
  db: Database,
  { id: issueId, repositoryId, organizationId }: Place,
  data: Partial<Prisma.PledgeUncheckedCreateInput> = {},
) =>
  db.pledge.create({
    data: { issueId, repositoryId, organizationId, amount: 5_000n, state: 'CREATED', ...data },
  })

/** An issue of an organization with an admin and a member; an organization that backs, with the same. */
export const createStage = async (db: Database, { isPrivate = false } = {}) => {
  const receiver = await createOrganization(db)
  const repository = await createRepository(db, { organizationId: receiver.id, isPrivate })
  const place = { organizationId: receiver.id, repositoryId: repository.id }
  const issue = await createIssue(db, { ...place, number: 1 })
  const backer = await createOrganization(db)
  const join = async (organizationId: string, isAdmin: boolean) => {
    const user = await createUser(db)
    await createMembership(db, { userId: user.id, organizationId, isAdmin })
    return user
  }
  return {
    ...{ receiver, repository, issue, backer },
    receiverAdmin: await join(receiver.id, true),
    receiverMember: await join(receiver.id, false),
    backerAdmin: await join(backer.id, true),
    backerMember: await join(backer.id, false),
    stranger: await createUser(db),
  }
}

export type Stage = Awaited<ReturnType<typeof createStage>>
