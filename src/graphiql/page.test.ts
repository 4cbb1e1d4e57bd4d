import zlib from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { graphiqlPaths, serveGraphiqlAsset } from './assets.ts'
import { examples } from './examples.ts'
import { renderGraphiqlPage } from './page.ts'

const origin = 'http://127.0.0.1:8000'

type Encoding = 'br' | 'gzip'

const decoders: Record<Encoding, (body: Buffer) => Buffer> = {
  br: (body) => zlib.brotliDecompressSync(body),
  gzip: (body) => zlib.gunzipSync(body),
}

const ask = async (path: string, init?: RequestInit) => {
  const response = await serveGraphiqlAsset(new Request(`${origin}${path}`, init))
  if (!response) throw new Error(`${path} is not under /graphiql/`)
  return response
}

const bytes = async (response: Response) => Buffer.from(await response.arrayBuffer())

const settingsOf = (html: string) => {
  const [, text = ''] = html.match(/<script type="application\/json"[^>]*>(.*?)<\/script>/s) ?? []
  return JSON.parse(text)
}

describe('the page', () => {
  test('is small', async () => {
    expect((await renderGraphiqlPage()).length).toBeLessThan(20_000)
  })

  test('has our title and an example in each tab', async () => {
    const html = await renderGraphiqlPage()
    expect(html).toContain('<title>Polar GraphQL</title>')
    expect(settingsOf(html).options.defaultTabs).toEqual(
      examples.map(({ query, variables }) => ({ query, variables })),
    )
  })

  test('names files that exist, and nothing on another host', async () => {
    const html = await renderGraphiqlPage()
    const named = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, path = '']) => path)
    const paths = [...named, ...Object.values<string>(settingsOf(html).workers)]
    expect(paths.toSorted()).toEqual(Object.values(await graphiqlPaths()).toSorted())
    for (const path of paths) expect((await ask(path)).status).toBe(200)
    expect(html).not.toMatch(/(?:https?:)?\/\/[a-z]/i)
  })

  test('forbids scripts, workers and connections other than from its own origin', async () => {
    const html = await renderGraphiqlPage()
    const [, policy = ''] =
      html.match(/http-equiv="Content-Security-Policy" content="([^"]*)"/) ?? []
    const directives = policy.split('; ')
    expect(directives).toContain("default-src 'none'")
    expect(directives).toContain("script-src 'self'")
    expect(directives).toContain("worker-src 'self'")
    expect(directives).toContain("connect-src 'self'")
    expect(html).not.toMatch(/<script(?![^>]*(?:src=|application\/json))/)
  })

  test('takes over what Yoga is told, and no text of it can leave its element', async () => {
    const title = '</title><script>alert(1)</script>'
    const html = await renderGraphiqlPage({ title, defaultQuery: '</script><script>alert(2)' })
    expect(html).not.toContain('<script>')
    expect(settingsOf(html).options).toMatchObject({
      title,
      defaultQuery: '</script><script>alert(2)',
    })
  })
})

describe('a file', () => {
  test('may be cached for good, since its name changes with its content', async () => {
    for (const [name, path] of Object.entries(await graphiqlPaths())) {
      expect(path).toMatch(/^\/graphiql\/[a-z-]+\.[0-9a-f]{16}\.(js|css|ico)$/)
      const { headers } = await ask(path)
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
      expect(headers.get('content-type')).toContain(
        { js: 'text/javascript', css: 'text/css', ico: 'image/x-icon' }[name.split('.')[1] ?? ''],
      )
    }
  })

  test.each<[string, Encoding | null]>([
    ['gzip, deflate, br', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['*', 'br'],
    ['*;q=0', null],
    ['identity', null],
    ['', null],
  ])('to "%s" is encoded as %s', async (accepted, encoding) => {
    const { 'graphiql.css': path } = await graphiqlPaths()
    const plain = await bytes(await ask(path))
    const response = await ask(path, { headers: { 'accept-encoding': accepted } })
    expect(response.headers.get('content-encoding')).toBe(encoding)
    expect(response.headers.get('vary')).toBe('accept-encoding')
    const body = await bytes(response)
    expect(response.headers.get('content-length')).toBe(String(body.length))
    const decoded = encoding ? decoders[encoding](body) : body
    expect(decoded.equals(plain)).toBe(true)
  })

  test('that the client has is not sent again', async () => {
    const { 'graphiql.js': path } = await graphiqlPaths()
    const etag = (await ask(path)).headers.get('etag') ?? ''
    for (const tag of [etag, etag.replace('W/', ''), `"other", ${etag}`, '*']) {
      const response = await ask(path, { headers: { 'if-none-match': tag } })
      expect(response.status).toBe(304)
      expect(response.headers.get('etag')).toBe(etag)
      expect(await response.text()).toBe('')
    }
    expect((await ask(path, { headers: { 'if-none-match': '"other"' } })).status).toBe(200)
  })

  test('answers HEAD with the headers alone', async () => {
    const { 'start.js': path } = await graphiqlPaths()
    const response = await ask(path, { method: 'HEAD' })
    const length = (await bytes(await ask(path))).length
    expect(response.headers.get('content-length')).toBe(String(length))
    expect(await response.text()).toBe('')
  })

  test('of an unknown name is not found, and that is not cached', async () => {
    for (const path of ['/graphiql/', '/graphiql/graphiql.0000000000000000.js', '/graphiql/a/b']) {
      const response = await ask(path)
      expect(response.status).toBe(404)
      expect(response.headers.get('cache-control')).toBe('no-store')
    }
  })

  test('cannot be written', async () => {
    const { 'start.js': path } = await graphiqlPaths()
    const response = await ask(path, { method: 'POST', body: 'x' })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD')
  })

  test('outside /graphiql/ is left to others', async () => {
    for (const path of ['/', '/graphql', '/graphiql', '/graphiql.js']) {
      expect(await serveGraphiqlAsset(new Request(`${origin}${path}`))).toBeUndefined()
    }
  })
})

describe('the examples', () => {
  test('say what they show, in lines that the editor has room for', () => {
    for (const { name, query } of examples) {
      const comments = query.split('\n').filter((line) => line.startsWith('#'))
      expect(query.startsWith('# '), name).toBe(true)
      for (const line of comments) expect(line.length, `${name}: ${line}`).toBeLessThanOrEqual(56)
    }
  })

  test('have names of their own, and variables in JSON', () => {
    const names = examples.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const { variables } of examples) {
      if (variables) expect(JSON.parse(variables)).toBeTypeOf('object')
    }
  })
})
