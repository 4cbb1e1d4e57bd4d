import { createHash } from 'node:crypto'
import type { Ctx } from '#context.ts'
import { GithubForbidden } from '#github/errors.ts'
import type { Github } from '#github/service.ts'
import * as github from '#github/service.ts'
import { withoutBadge } from '#lib/badge-markers.ts'
import { createTurnstile } from '#lib/concurrency.ts'
import { sanitize } from '#lib/sanitize.ts'

/** What is needed of an issue to show its text. */
export type Text = {
  id: string
  body: string
  repository: {
    name: string
    organization: { login: string; installationId: bigint | null; status: string }
  }
}

const lifeSeconds = 30 * 24 * 60 * 60

/** However many ask, GitHub is asked for so many texts at a time. */
const turn = createTurnstile(4)

const render = async (client: Github, text: string, context: string): Promise<string> => {
  const { data } = await client.request('POST /markdown', { text, mode: 'gfm', context })
  return sanitize(data)
}

const renderFor = async (ctx: Ctx, text: string, { name, organization }: Text['repository']) => {
  const { login, installationId, status } = organization
  const context = `${login}/${name}`
  if (installationId === null || status !== 'ACTIVE') {
    return render(github.asPublic(ctx), text, context)
  }
  try {
    return await render(github.asInstallation(ctx, installationId), text, context)
  } catch (error) {
    // Suspended or removed, and we have not heard of it yet.
    if (!(error instanceof GithubForbidden)) throw error
    return render(github.asPublic(ctx), text, context)
  }
}

/**
 * The text of an issue, without its badge, as GitHub shows it ("Render a Markdown document"), made
 * safe and kept for 30 days, until the text changes. Throws GithubUnavailable.
 */
export const bodyHtmlOf = async (ctx: Ctx, issue: Text): Promise<string> => {
  const text = withoutBadge(issue.body)
  if (text === '') return ''
  // GitHub's times are whole seconds, in one of which a text may change twice.
  const digest = createHash('sha256').update(text).digest('base64url')
  const key = `issue:body-html:${issue.id}:${digest}`
  const kept = await ctx.cache.get(key)
  if (kept !== null) return kept
  const html = await github.orUnavailable(turn(() => renderFor(ctx, text, issue.repository)))
  await ctx.cache.set(key, html, lifeSeconds)
  return html
}
