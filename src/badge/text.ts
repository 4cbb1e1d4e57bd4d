import { endMarker, startMarker, withoutBadge } from '#lib/badge-markers.ts'

/** Where an issue is on GitHub. */
export type Place = { organization: string; repository: string; number: number }

/** What a badge says, and the addresses it leads to, without a slash at their ends. */
export type BadgeContent = Place & {
  /** The issue's own text above the picture; blank or null: there is none. */
  issueMessage: string | null
  /** What the organization says on issues without a text of their own. */
  organizationMessage: string | null
  frontendUrl: string
  publicUrl: string
}

const pathOf = ({ organization, repository, number }: Place) =>
  `${encodeURIComponent(organization)}/${encodeURIComponent(repository)}/issues/${number}`

/** What a badge says when neither the issue nor its organization has a message. */
export const defaultMessage = (organization: string, frontendUrl: string) =>
  `
## Upvote & Fund

- We use [Polar](${frontendUrl}/${encodeURIComponent(organization)}) so that you can upvote this issue and help to fund it.
- The money is paid out once the issue is completed and confirmed.
- Thank you for helping to decide what gets done next.
`.trim()

/** A marker in a message would end the badge in its midst, or begin another. */
const clean = (message: string): string => {
  const text = message.replace(/<!--\s*POLAR PLEDGE BADGE[^>]*-->/gi, '')
  // What stood around a marker may make another one.
  return text === message ? text.replaceAll('\r\n', '\n').trim() : clean(text)
}

/** The message of a badge: the issue's, or its organization's, or the default. */
export const chosenMessage = (
  content: Pick<
    BadgeContent,
    'issueMessage' | 'organizationMessage' | 'organization' | 'frontendUrl'
  >,
) => {
  const { issueMessage, organizationMessage, organization, frontendUrl } = content
  return (
    clean(issueMessage ?? '') ||
    clean(organizationMessage ?? '') ||
    defaultMessage(organization, frontendUrl)
  )
}

/** The address of an issue's picture. */
export const pictureUrl = (place: Place, publicUrl: string) =>
  `${publicUrl}/github/${pathOf(place)}/badge.svg`

/**
 * The badge in GitHub's Markdown, with its markers and a line break at the end. Link and picture
 * stand on lines of their own: GitHub takes them for text otherwise.
 */
export const render = (content: BadgeContent, { hasMessage = true } = {}): string => {
  const picture = pictureUrl(content, content.publicUrl)
  const message = hasMessage ? `${chosenMessage(content)}\n\n` : ''
  return `${startMarker}
${message}<a href="${content.frontendUrl}/${pathOf(content)}">
<picture>
  <source media="(prefers-color-scheme: dark)" srcset="${picture}?theme=dark">
  <img alt="Fund with Polar" src="${picture}">
</picture>
</a>
${endMarker}
`
}

/** A text with a badge after it and no other; the badge that `render` makes. */
export const withBadge = (body: string, badge: string) => {
  const text = withoutBadge(body)
  return text === '' ? badge : `${text}\n\n${badge}`
}

const canonical = (text: string) => text.replaceAll('\r\n', '\n').trimEnd()

/**
 * Whether two texts are the same to GitHub, whose web page makes CRLF of line breaks and whose API
 * takes white space off the end. Writing what is there already would cause a webhook for nothing.
 */
export const sameText = (one: string, other: string) => canonical(one) === canonical(other)
