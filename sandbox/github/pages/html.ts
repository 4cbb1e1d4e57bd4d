import { refusal } from '../../lib/html.ts'

export { escapeHtml, page, refusal } from '../../lib/html.ts'

export const notFoundPage = () =>
  refusal(404, 'Page not found', 'GitHub has nothing at this address.')
