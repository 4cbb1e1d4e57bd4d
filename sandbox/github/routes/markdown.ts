import { z } from 'zod'
import { callerOf } from '../caller.ts'
import { bodyOf } from '../http.ts'
import { renderMarkdown } from '../markdown.ts'
import { type Handle, type Route, route } from '../router.ts'

const request = z.strictObject({
  text: z.string().max(400_000),
  mode: z.enum(['markdown', 'gfm']).default('markdown'),
  context: z
    .string()
    .regex(/^[\w.-]+\/[\w.-]+$/, 'must be owner/repository')
    .optional(),
})

/** "Render a Markdown document": `gfm` is how issues and comments look. */
const render: Handle = (sandbox, incoming) => {
  callerOf(sandbox, incoming)
  const { text, mode } = bodyOf(incoming, request)
  const headers = { 'content-type': 'text/html;charset=utf-8', 'x-commonmarker-version': '0.23.10' }
  return { status: 200, headers, body: renderMarkdown(text, mode === 'gfm') }
}

export const markdown: Route[] = [route('POST /markdown', render)]
