import { Marked } from 'marked'
import sanitizeHtml from 'sanitize-html'

const marked = new Marked({ gfm: true })

/** What GitHub lets through of HTML within Markdown, as far as its documentation lists it. */
const allowed: sanitizeHtml.IOptions = {
  allowedTags: [
    ...sanitizeHtml.defaults.allowedTags,
    'img',
    'picture',
    'source',
    'details',
    'summary',
    'del',
    'ins',
    'input',
  ],
  allowedAttributes: {
    '*': ['align', 'id', 'title', 'dir', 'width', 'height'],
    a: ['href', 'name', 'rel'],
    img: ['src', 'alt'],
    source: ['srcset', 'media'],
    input: ['type', 'checked', 'disabled'],
    code: ['class'],
    ol: ['start'],
    td: ['rowspan', 'colspan'],
    th: ['rowspan', 'colspan'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
}

/** Markdown as HTML, without what could run. `isComment` breaks lines where the text does. */
export const renderMarkdown = (text: string, isComment = false): string =>
  sanitizeHtml(marked.parse(text, { async: false, breaks: isComment }), allowed)
