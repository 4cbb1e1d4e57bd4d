import { builder } from '#builder.ts'
import { costs } from '#graphql/cost.ts'
import { BadUserInput } from '#lib/errors.ts'
import { markdownToHtml } from '#lib/markdown.ts'
import { longestMessage } from '../errors.ts'
import * as policy from '../policy.ts'
import { contentOf } from '../subject.ts'
import { render } from '../text.ts'

const BadgePreview = builder.objectRef<{ markdown: string }>('BadgePreview').implement({
  description: 'What would be written below the text of an issue.',
  fields: (t) => ({
    markdown: t.exposeString('markdown', {
      description: 'In GitHub’s Markdown, as it would be written.',
    }),
    html: t.field({
      type: 'HTML',
      description: 'As it would look; safe to show.',
      extensions: costs({ each: 1_000 }),
      resolve: ({ markdown }) => markdownToHtml(markdown),
    }),
  }),
})

builder.prismaObjectFields('Issue', (t) => ({
  hasPledgeBadgeLabel: t.exposeBoolean('hasPledgeBadgeLabel', {
    description: 'Whether it has the badge label of its repository, in any case of letters.',
  }),
  badgeMessage: t.exposeString('badgeCustomContent', {
    nullable: true,
    description: 'What stands above its badge, in Markdown; null: what its organization says.',
  }),
  badgePreview: t.field({
    type: BadgePreview,
    nullable: true,
    description: 'The badge that it would get. Its admins see it; null for others.',
    args: {
      message: t.arg.string({ description: 'With this message instead of the one it has.' }),
    },
    select: {
      number: true,
      organizationId: true,
      badgeCustomContent: true,
      repository: { select: { name: true } },
      organization: { select: { login: true, defaultBadgeCustomContent: true } },
    },
    resolve: (issue, { message }, ctx) => {
      if (!policy.canChange(ctx.viewer, issue)) return null
      if ((message?.length ?? 0) > longestMessage) {
        throw new BadUserInput(`At most ${longestMessage} characters fit`, ['message'])
      }
      return { markdown: render(contentOf(ctx, issue, message ?? null)) }
    },
  }),
}))
