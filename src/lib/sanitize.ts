import sanitizeHtml from 'sanitize-html'

/** What GitHub's Markdown makes of text: nothing that runs, loads styles or asks for input. */
const tags = [
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'div', 'span', 'br', 'hr', 'blockquote', 'pre'],
  ...['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'table', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'],
  ...['a', 'img', 'picture', 'source', 'details', 'summary', 'input', 'code', 'kbd', 'samp', 'var'],
  ...['b', 'strong', 'i', 'em', 'del', 's', 'ins', 'sub', 'sup', 'q', 'tt', 'ruby', 'rt', 'rp'],
]

/** Classes that GitHub puts there: colours of code, task lists, alerts. */
const classes = [
  /^pl-[\w-]+$/,
  /^highlight(-[\w-]+)?$/,
  /^language-[\w-]+$/,
  /^markdown-alert[\w-]*$/,
]
const listClasses = ['contains-task-list', 'task-list-item', 'task-list-item-checkbox']

const options: sanitizeHtml.IOptions = {
  allowedTags: tags,
  allowedAttributes: {
    '*': ['title', 'dir', 'align', 'lang'],
    a: ['href', 'rel'],
    img: ['src', 'alt', 'width', 'height'],
    source: ['srcset', 'media', 'type'],
    input: ['type', 'checked', 'disabled'],
    ol: ['start'],
    details: ['open'],
    th: ['colspan', 'rowspan', 'scope'],
    td: ['colspan', 'rowspan'],
  },
  allowedClasses: { '*': [...classes, ...listClasses] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesByTag: { img: ['http', 'https'], source: ['http', 'https'] },
  allowedSchemesAppliedToAttributes: ['href', 'src', 'srcset', 'cite'],
  allowProtocolRelative: false,
  transformTags: {
    a: sanitizeHtml.simpleTransform('a', { rel: 'nofollow noopener noreferrer' }),
    // The boxes of a task list tell; they can't be ticked.
    input: (tagName, { checked }) => ({
      tagName,
      attribs: { type: 'checkbox', disabled: '', ...(checked !== undefined && { checked: '' }) },
    }),
  },
}

/**
 * HTML without what could run, load styles, ask for input or tell a linked page where its visitor
 * came from. GitHub does so too; that it did is not taken on trust.
 */
export const sanitize = (html: string): string => sanitizeHtml(html, options).trim()
