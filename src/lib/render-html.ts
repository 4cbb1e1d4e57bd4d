import MarkdownIt from 'markdown-it'
import { sanitize } from './sanitize.ts'

/** Characters of a text that becomes HTML at most: GitHub's own limit for the text of an issue. */
export const longestMarkdown = 65_536

/** Lists, quotes and emphasis within each other that are told apart; deeper ones are left out. */
const deepestNesting = 50

/** markdown-it takes time in proportion to the text: test/attack measures it. */
const renderer = new MarkdownIt({ html: true, linkify: true })
renderer.set({ maxNesting: deepestNesting })
// Every address becomes a link: what is not safe, `sanitize` takes off.
renderer.validateLink = () => true

/** What a thread is asked for: to render Markdown, or to make HTML of another server safe. */
export type RenderTask = { kind: 'markdown' | 'html'; text: string }

/** HTML that is safe to show. Runs in a thread: see `markdown.ts`. */
export const renderHtml = ({ kind, text }: RenderTask): string =>
  sanitize(kind === 'markdown' ? renderer.render(text) : text)

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** A text as it was written, for one that is too long or can't be rendered in time. */
export const plainHtml = (text: string): string =>
  `<pre>${text.slice(0, longestMarkdown).replace(/[&<>"]/g, (character) => entities[character] ?? '')}</pre>`
