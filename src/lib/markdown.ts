import { Marked } from 'marked'
import { sanitize } from './sanitize.ts'

const marked = new Marked({ gfm: true, async: false })

/** GitHub's Markdown as HTML that is safe to show: see `sanitize`. */
export const markdownToHtml = (markdown: string): string =>
  sanitize(marked.parse(markdown, { async: false }))
