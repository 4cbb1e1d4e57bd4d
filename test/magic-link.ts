/** A browser, as far as a magic link needs one: opens it and presses the page's button. */

const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')

const hidden = (page: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? ''

/** The page of a link: its answer, its text, and what its form would send. */
export const openLink = async (link: string, cookie = '') => {
  const response = await fetch(link, { redirect: 'manual', headers: { cookie } })
  const text = response.ok ? await response.clone().text() : ''
  return {
    response,
    text,
    address: new URL('/auth/magic-link', link).href,
    cookie: [cookie, cookiesOf(response)].filter(Boolean).join('; '),
    fields: { token: hidden(text, 'token'), nonce: hidden(text, 'nonce') },
  }
}

type OpenPage = Pick<Awaited<ReturnType<typeof openLink>>, 'address' | 'cookie' | 'fields'>

/** Presses the button of a page; `headers` replace those that the browser would send. */
export const press = (
  { address, cookie, fields }: OpenPage,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(address, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, origin: new URL(address).origin, ...headers },
    body: new URLSearchParams(fields),
  })

/** Opens a link and presses its button; the answer of the page where that has none. */
export const followLink = async (link: string, cookie = ''): Promise<Response> => {
  const page = await openLink(link, cookie)
  return page.response.ok ? press(page) : page.response
}
