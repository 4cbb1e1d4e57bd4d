import type { Ctx, Tx } from '#context.ts'
import type { Issue } from '#generated/prisma/client.ts'
import { GithubForbidden } from '#github/errors.ts'
import type { Github } from '#github/service.ts'
import * as github from '#github/service.ts'
import { withoutBadge } from '#lib/badge-markers.ts'
import { markdownToHtml, toSafeHtml } from '#lib/markdown.ts'
import { renderBody as renderBodyJob } from '../jobs.ts'

/** Enqueues the rendering of an issue's text, unless it is rendered. */
export const scheduleRendering = async (
  tx: Tx,
  { id: issueId, bodyHtml, deletedAt, organizationId }: Issue,
): Promise<void> => {
  if (bodyHtml !== null || deletedAt) return
  const { installationId } = await tx.db.organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: { installationId: true },
  })
  const group = { id: `${installationId ?? 'public'}` }
  await tx.jobs.send(renderBodyJob, { issueId }, { key: issueId, group })
}

type Place = {
  name: string
  organization: { login: string; installationId: bigint | null; status: string }
}

const renderAs = async (client: Github, text: string, context: string): Promise<string> => {
  const { data } = await client.request('POST /markdown', { text, mode: 'gfm', context })
  return toSafeHtml(data)
}

/** GitHub renders it, as what it names depends on where it stands; without an App, we do. */
const render = async (ctx: Ctx, text: string, { name, organization }: Place) => {
  if (!github.hasApp(ctx)) return markdownToHtml(text)
  const { login, installationId, status } = organization
  const context = `${login}/${name}`
  if (installationId === null || status !== 'ACTIVE') {
    return renderAs(github.asPublic(ctx), text, context)
  }
  try {
    return await renderAs(github.asInstallation(ctx, installationId), text, context)
  } catch (error) {
    // Suspended or removed, and we have not heard of it yet.
    if (!(error instanceof GithubForbidden)) throw error
    return renderAs(github.asPublic(ctx), text, context)
  }
}

/**
 * Renders the text of an issue without its badge as GitHub does ("Render a Markdown document"),
 * makes it safe and stores it. Ends quietly where the issue is gone or its text is rendered; a text
 * that changes meanwhile has a job of its own. Throws TryLater when GitHub's limits are reached.
 */
export const renderBody = async (ctx: Ctx, issueId: string): Promise<void> => {
  const issue = await ctx.db.issue.findFirst({
    where: { id: issueId, bodyHtml: null, deletedAt: null },
    select: {
      body: true,
      repository: {
        select: {
          name: true,
          organization: { select: { login: true, installationId: true, status: true } },
        },
      },
    },
  })
  if (!issue) return
  const { body, repository } = issue
  const text = withoutBadge(body)
  const bodyHtml = text === '' ? '' : await render(ctx, text, repository)
  await ctx.transaction((tx) =>
    tx.db.issue.updateMany({ where: { id: issueId, body, bodyHtml: null }, data: { bodyHtml } }),
  )
}
