/** Somebody with a browser, without a browser. */

const tokenOf = (html: string) => /name="authenticity_token" value="([^"]+)"/.exec(html)?.[1]

const titleOf = (html: string) => /<title>([^<]*)/.exec(html)?.[1] ?? 'no title'

/**
 * Opens a sign-in address of the sandbox, chooses a person (or cancels, for null), and returns
 * the address the browser is sent back to. Throws with the page's title when there is no choice.
 */
export const authorizeAs = async (
  authorizationUrl: string,
  login: string | null,
): Promise<string> => {
  const page = await fetch(authorizationUrl, { redirect: 'manual' })
  const sentBack = page.headers.get('location')
  if (sentBack) return sentBack
  const html = await page.text()
  const token = tokenOf(html)
  if (!token) throw new Error(`There is no choice on "${titleOf(html)}" (${page.status})`)
  const answer = await fetch(new URL('/login/oauth/authorize', authorizationUrl), {
    method: 'POST',
    headers: { cookie: page.headers.getSetCookie()[0]?.split(';')[0] ?? '' },
    body: new URLSearchParams([
      ['authenticity_token', token],
      login === null ? ['cancel', '1'] : ['login', login],
    ]),
    redirect: 'manual',
  })
  const location = answer.headers.get('location')
  if (!location) throw new Error(`${titleOf(await answer.text())} (${answer.status})`)
  return location
}
