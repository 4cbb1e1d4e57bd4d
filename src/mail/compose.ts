import { html } from '#lib/html.ts'
import { layout, signature } from './layout.ts'

/** What a recipient gets: the same in HTML and in plain text. */
export type Message = { subject: string; html: string; text: string }

/** Every text is plain; white space in it counts as one space. */
export type Description = {
  /** Cut at 200 characters. */
  subject: string
  /** What mail readers show beside the subject. */
  preview: string
  /** Stands above the paragraphs; the subject, unless told otherwise. */
  title?: string
  paragraphs: string[]
  /** The one thing to do. `url` is http or https. */
  button?: { label: string; url: string }
  /** Small print under the button. */
  notes?: string[]
}

const styles = {
  paragraph: 'margin:0 0 16px',
  action: 'margin:24px 0 16px',
  button:
    'display:inline-block;padding:12px 22px;border-radius:8px;background:#1f5eff;color:#ffffff;font-weight:600;text-decoration:none',
  note: 'margin:0 0 12px;font-size:14px;color:#5f6673',
  link: 'color:#1f5eff;word-break:break-all',
}

const flat = (text: string) => text.replace(/[\s\p{Cc}]+/gu, ' ').trim()

const cut = (text: string, length: number) =>
  text.length > length
    ? `${text
        .slice(0, length - 1)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`
    : text

const flatten = ({ subject, preview, title, paragraphs, button, notes = [] }: Description) => ({
  subject: cut(flat(subject), 200),
  title: flat(title ?? subject),
  preview: flat(preview),
  paragraphs: paragraphs.map(flat),
  button: button && { label: flat(button.label), url: button.url },
  notes: notes.map(flat),
})

const htmlBody = ({ title, preview, paragraphs, button, notes }: ReturnType<typeof flatten>) => {
  const action = button
    ? html`<p style="${styles.action}"><a href="${button.url}" style="${styles.button}">${button.label}</a></p>
<p class="quiet" style="${styles.note}">Or open this address:<br><a class="link" href="${button.url}" style="${styles.link}">${button.url}</a></p>`
    : ''
  const body = html`${paragraphs.map((text) => html`<p style="${styles.paragraph}">${text}</p>\n`)}${action}
${notes.map((text) => html`<p class="quiet" style="${styles.note}">${text}</p>\n`)}`
  return layout({ title, preview, body }).toString()
}

const textBody = ({ title, paragraphs, button, notes }: ReturnType<typeof flatten>) =>
  [
    title,
    ...paragraphs,
    ...(button ? [`${button.label}:\n${button.url}`] : []),
    ...notes,
    `-- \n${signature}\n`,
  ].join('\n\n')

/**
 * Makes both bodies of a mail from one description. Throws a TypeError for a missing text and
 * for a button whose address is not http or https.
 */
export const compose = (description: Description): Message => {
  const mail = flatten(description)
  if (mail.button && !/^https?:$/.test(URL.parse(mail.button.url)?.protocol ?? '')) {
    throw new TypeError(`The button "${mail.button.label}" leads to no http address`)
  }
  return { subject: mail.subject, html: htmlBody(mail), text: textBody(mail) }
}
