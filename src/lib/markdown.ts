import { Marked } from 'marked'
import sanitizeHtml from 'sanitize-html'

const marked = new Marked({ gfm: true, async: false })

const allowed: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'div', 'span', 'blockquote'],
    ...['ul', 'ol', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'details', 'summary'],
    ...['a', 'b', 'i', 'strong', 'em', 'del', 'ins', 'sub', 'sup', 'code', 'pre', 'kbd'],
    ...['img', 'picture', 'source'],
  ],
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    img: ['src', 'alt', 'title', 'width', 'height'],
    source: ['media', 'srcset'],
    th: ['align'],
    td: ['align'],
    ol: ['start'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'nofollow noopener' }) },
}

/**
 * GitHub's Markdown as HTML that is safe to show: no scripts, styles, forms or frames, and
 * addresses of http, https and mailto alone.
 */
export const markdownToHtml = (markdown: string): string =>
  sanitizeHtml(marked.parse(markdown, { async: false }), allowed).trim()
