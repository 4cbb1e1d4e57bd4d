import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callbackUrl, clientId, startWithApp } from './testing.ts'
import { authorizeAs } from './visitor.ts'

let github: Awaited<ReturnType<typeof startWithApp>>

beforeAll(async () => {
  github = await startWithApp()
})
afterAll(() => github.stop())

const open = (parameters: Record<string, string>) => {
  const address = new URL('/login/oauth/authorize', github.url)
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value)
  return fetch(address, { redirect: 'manual' })
}

const tokenOn = (html: string) => /value="([^"]+)"/.exec(html)?.[1] ?? ''
const cookieOf = (answer: Response) => answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''

const choose = (fields: Record<string, string>, cookie: string) =>
  fetch(new URL('/login/oauth/authorize', github.url), {
    method: 'POST',
    headers: { cookie },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  })

describe('the sign-in page', () => {
  test('Octokit finds it from the address of the API', () => {
    const address = new URL(github.authorizationUrl())
    expect(`${address.origin}${address.pathname}`).toBe(`${github.url}/login/oauth/authorize`)
  })

  test('shows the people, what they are, and no organization', async () => {
    const html = await (await fetch(github.authorizationUrl())).text()
    for (const login of ['ada', 'grace', 'linus', 'margaret', 'dennis']) {
      expect(html).toContain(`value="${login}-demo"`)
    }
    expect(html).toContain('Admin of acme')
    expect(html).toContain('Invited to acme')
    expect(html).not.toContain('value="acme"')
  })

  test('escapes what people call themselves', async () => {
    github.control.changeAccount({ login: 'linus-demo', changes: { bio: '<b>"Bold"</b>' } })
    const html = await (await fetch(github.authorizationUrl())).text()
    expect(html).toContain('&#60;b&#62;&#34;Bold&#34;&#60;/b&#62;')
  })

  test('suggests the login asked for, and still asks', async () => {
    const answer = await fetch(github.authorizationUrl({ login: 'ADA-demo' }))
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('value="ada-demo" aria-current="true"')
  })

  test('an unknown client finds no page', async () => {
    const answer = await open({ client_id: 'Iv1.unknown', redirect_uri: callbackUrl })
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toMatch('text/html')
    expect((await open({})).status).toBe(404)
  })

  test('a misspelt parameter is named', async () => {
    const answer = await open({ client_id: clientId, redirect_url: callbackUrl })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('redirect_url')
  })

  test.each([
    'http://127.0.0.1:8001/auth/github/callback',
    'http://127.0.0.1.evil.example:8000/auth/github/callback',
    'http://127.0.0.1:8000@evil.example/auth/github/callback',
    'https://127.0.0.1:8000/auth/github/callback',
    'http://127.0.0.1:8000/auth/github/callbacks',
    'http://127.0.0.1:8000/auth/github/callback/../../elsewhere',
    'http://127.0.0.1:8000/auth/github/callback?more=1',
    'not an address',
  ])('goes to the registered callback instead of %s', async (redirectUrl) => {
    const back = new URL(await authorizeAs(github.authorizationUrl({ redirectUrl }), 'ada-demo'))
    expect(`${back.origin}${back.pathname}`).toBe(callbackUrl)
    expect(back.searchParams.get('error')).toBe('redirect_uri_mismatch')
    expect(back.searchParams.get('state')).toBe('a state, unchanged & whole')
    expect(back.searchParams.has('code')).toBe(false)
  })

  test('a path below the callback will do, and no address means the registered one', async () => {
    const below = `${callbackUrl}/deep`
    const back = await authorizeAs(github.authorizationUrl({ redirectUrl: below }), 'ada-demo')
    expect(back).toMatch(below)
    const bare = `${github.url}/login/oauth/authorize?client_id=${clientId}`
    expect(await authorizeAs(bare, 'ada-demo')).toMatch(new RegExp(`^${callbackUrl}\\?code=\\w+$`))
  })
})

describe('the choice', () => {
  test('comes back with a code and the state as it was', async () => {
    const back = new URL(await authorizeAs(github.authorizationUrl(), 'grace-demo'))
    expect(back.searchParams.get('code')).toMatch(/^[0-9a-f]{20}$/)
    expect(back.searchParams.get('state')).toBe('a state, unchanged & whole')
  })

  test('may be to cancel', async () => {
    const back = new URL(await authorizeAs(github.authorizationUrl(), null))
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      error: 'access_denied',
      error_description: 'The user has denied your application access.',
      state: 'a state, unchanged & whole',
    })
  })

  test('counts only from the browser that was asked', async () => {
    const asked = await fetch(github.authorizationUrl())
    const token = tokenOn(await asked.text())
    const fields = { authenticity_token: token, login: 'ada-demo' }
    const other = cookieOf(await fetch(github.authorizationUrl()))
    expect((await choose(fields, '')).status).toBe(422)
    expect((await choose(fields, other)).status).toBe(422)
    expect((await choose(fields, cookieOf(asked))).status).toBe(302)
  })

  test('needs the page that was shown, and somebody on it', async () => {
    const asked = await fetch(github.authorizationUrl())
    const token = tokenOn(await asked.text())
    const cookie = cookieOf(asked)
    expect((await choose({ login: 'ada-demo' }, cookie)).status).toBe(422)
    expect((await choose({ authenticity_token: 'x', login: 'ada-demo' }, cookie)).status).toBe(422)
    expect((await choose({ authenticity_token: token, login: 'acme' }, cookie)).status).toBe(422)
    expect((await choose({ authenticity_token: token }, cookie)).status).toBe(422)
  })
})

test('avatars are pictures', async () => {
  const { data } = await github.anonymous.request('GET /users/{username}', { username: 'acme' })
  const answer = await fetch(data.avatar_url)
  expect(answer.headers.get('content-type')).toBe('image/svg+xml')
  expect(await answer.text()).toContain('>AR</text>')
  expect((await fetch(`${github.url}/avatars/u/1`)).status).toBe(404)
})
