import type { Ctx } from '#context.ts'
import type { Prisma } from '#generated/prisma/client.ts'
import { IssueNotFound } from '#issue/errors.ts'
import { BadUserInput } from '#lib/errors.ts'
import { OrganizationNotFound } from '#organization/errors.ts'
import { RepositoryNotFound } from '#repository/errors.ts'
import { active } from './list.ts'
import * as policy from './policy.ts'

/** What pledges are searched by: a login, a name, ids. */
export type Search = {
  organization?: string | null
  repository?: string | null
  issueId?: string | null
  byOrganizationId?: string | null
}

/** The receiving organization, or its repository if that is named too. */
const placeOf = async (ctx: Ctx, { organization: login, repository: name }: Search) => {
  if (!login) return {}
  const organization = await ctx.db.organization.findFirst({
    where: { ...policy.organizationReadable(ctx.viewer), login },
    select: { id: true },
  })
  if (!organization) throw new OrganizationNotFound()
  if (!name) return { organizationId: organization.id }
  const repository = await ctx.db.repository.findFirst({
    where: {
      AND: [
        policy.repositoryReadable(ctx.viewer),
        { organizationId: organization.id, name, isSuperseded: false },
      ],
    },
    select: { id: true },
  })
  if (!repository) throw new RepositoryNotFound()
  return { repositoryId: repository.id }
}

const issueOf = async (ctx: Ctx, { issueId }: Search) => {
  if (!issueId) return {}
  const issue = await ctx.db.issue.findFirst({
    where: { AND: [policy.issueReadable(ctx.viewer), { id: issueId }] },
    select: { id: true },
  })
  if (!issue) throw new IssueNotFound()
  return { issueId }
}

const backerOf = async (
  ctx: Ctx,
  { byOrganizationId: id }: Search,
): Promise<Prisma.PledgeWhereInput> => {
  if (!id) return {}
  const organization = await ctx.db.organization.findFirst({
    where: { ...policy.organizationReadable(ctx.viewer), id },
    select: { id: true },
  })
  if (!organization) throw new OrganizationNotFound()
  const theirs = { OR: [{ byOrganizationId: id }, { onBehalfOfOrganizationId: id }] }
  return { AND: [policy.backerReadable(ctx.viewer), theirs] }
}

/**
 * The active pledges that the viewer may see of what is searched for. Throws BAD_USER_INPUT if
 * nothing is, or a repository without its organization; OrganizationNotFound, RepositoryNotFound,
 * IssueNotFound.
 */
export const found = async (ctx: Ctx, search: Search): Promise<Prisma.PledgeWhereInput> => {
  if (search.repository && !search.organization) {
    throw new BadUserInput('`repository` needs `organization`', ['repository'])
  }
  if (!search.organization && !search.issueId && !search.byOrganizationId) {
    throw new BadUserInput('Give an organization or an issue: whose pledges?')
  }
  const narrowed = await Promise.all([placeOf, issueOf, backerOf].map((of) => of(ctx, search)))
  return { AND: [policy.readable(ctx.viewer), active, ...narrowed] }
}
