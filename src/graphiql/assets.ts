import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import zlib from 'node:zlib'

const prefix = '/graphiql/'

const javascript = 'text/javascript; charset=utf-8'

const types = {
  'graphiql.js': javascript,
  'graphiql.css': 'text/css; charset=utf-8',
  'start.js': javascript,
  'editor-worker.js': javascript,
  'json-worker.js': javascript,
  'graphql-worker.js': javascript,
  'favicon.ico': 'image/x-icon',
} as const

type AssetName = keyof typeof types

type Encoding = 'br' | 'gzip'

type Asset = {
  path: string
  type: string
  etag: string
  body: Buffer<ArrayBuffer>
  compressed: Map<Encoding, Promise<Buffer<ArrayBuffer>>>
}

/** What the page hands to `start.js`: each worker's path by the name the editor asks for it. */
export type StartSettings = {
  demoPeople: readonly string[]
  hasGithub: boolean
  workers: { editorWorkerService: string; json: string; graphql: string }
  options: object
}

// All examples are in sight: tabs stand in as many lines as they need. start.js keeps them from being
// dragged.
const tabStyle = [
  '.graphiql-tab { transform: none !important }',
  '#root .graphiql-tabs { flex-wrap: wrap; height: auto }',
  '#root .graphiql-session-header { height: auto; min-height: var(--session-header-height) }',
].join('\n')

let loading: Promise<Record<AssetName, Asset>> | undefined

// The bundle is 9 MB of source: a server whose GraphiQL nobody opens never reads it.
function loadAssets() {
  loading ??= readBundle()
  return loading
}

async function readBundle(): Promise<Record<AssetName, Asset>> {
  const bundle = await import('@graphql-yoga/render-graphiql/graphiql')
  const start = await readFile(new URL('./start.js', import.meta.url))
  const base64 = bundle.favicon.slice(bundle.favicon.indexOf(',') + 1)
  return {
    'graphiql.js': createAsset('graphiql.js', bundle.js),
    'graphiql.css': createAsset('graphiql.css', `${bundle.css}\n${tabStyle}\n`),
    'start.js': createAsset('start.js', start),
    'editor-worker.js': createAsset('editor-worker.js', bundle.editorWorkerService),
    'json-worker.js': createAsset('json-worker.js', bundle.jsonWorker),
    'graphql-worker.js': createAsset('graphql-worker.js', bundle.graphqlWorker),
    'favicon.ico': createAsset('favicon.ico', Buffer.from(base64, 'base64')),
  }
}

function createAsset(name: AssetName, content: string | Buffer): Asset {
  const body = Buffer.from(content)
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16)
  const dot = name.lastIndexOf('.')
  return {
    path: `${prefix}${name.slice(0, dot)}.${hash}${name.slice(dot)}`,
    type: types[name],
    etag: `W/"${hash}"`,
    body,
    compressed: new Map(),
  }
}

/** The path of each file of GraphiQL, by its plain name; the path holds a hash of the content. */
export async function graphiqlPaths(): Promise<Record<AssetName, string>> {
  const assets = Object.entries(await loadAssets())
  return Object.fromEntries(assets.map(([name, { path }]) => [name, path])) as Record<
    AssetName,
    string
  >
}

/**
 * Answers `GET /graphiql/<name>.<hash>.<ext>`, compressed when the client takes it and cached for
 * good, since other content has another name. Undefined for paths outside `/graphiql/`; 404 for
 * unknown names, 405 for methods other than GET and HEAD.
 */
export async function serveGraphiqlAsset(request: Request): Promise<Response | undefined> {
  const { pathname } = new URL(request.url)
  if (!pathname.startsWith(prefix)) return undefined
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return new Response('Method not allowed\n', { status: 405, headers: { allow: 'GET, HEAD' } })
  }
  const asset = Object.values(await loadAssets()).find(({ path }) => path === pathname)
  if (!asset) {
    return new Response('Not found\n', { status: 404, headers: { 'cache-control': 'no-store' } })
  }
  return serve(asset, request)
}

async function serve(asset: Asset, { method, headers }: Request): Promise<Response> {
  const answer = new Headers({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': asset.type,
    // A worker is bound by its own answer's policy, not by the page's.
    'content-security-policy': "default-src 'none'",
    etag: asset.etag,
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
  })
  if (matches(headers.get('if-none-match'), asset.etag)) {
    return new Response(null, { status: 304, headers: answer })
  }
  const encoding = chooseEncoding(headers.get('accept-encoding'))
  const body = encoding ? await compress(asset, encoding) : asset.body
  if (encoding) answer.set('content-encoding', encoding)
  answer.set('content-length', String(body.byteLength))
  return new Response(method === 'HEAD' ? null : body, { headers: answer })
}

function matches(ifNoneMatch: string | null, etag: string): boolean {
  const weak = (tag: string) => tag.trim().replace(/^W\//, '')
  const tags = ifNoneMatch?.split(',').map(weak) ?? []
  return tags.includes('*') || tags.includes(weak(etag))
}

function chooseEncoding(acceptEncoding: string | null): Encoding | undefined {
  const weights = new Map<string, number>()
  for (const part of (acceptEncoding ?? '').toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim())
    const weight = parameters.find((text) => text.startsWith('q='))?.slice(2)
    weights.set(name, weight === undefined ? 1 : Number(weight))
  }
  const encodings: Encoding[] = ['br', 'gzip']
  return encodings.find((name) => (weights.get(name) ?? weights.get('*') ?? 0) > 0)
}

function compress(asset: Asset, encoding: Encoding): Promise<Buffer<ArrayBuffer>> {
  const known = asset.compressed.get(encoding)
  if (known) return known
  const made = compressors[encoding](asset.body)
  asset.compressed.set(encoding, made)
  return made
}

const brotli = promisify<zlib.InputType, zlib.BrotliOptions, Buffer<ArrayBuffer>>(
  zlib.brotliCompress,
)
const gzip = promisify<zlib.InputType, zlib.ZlibOptions, Buffer<ArrayBuffer>>(zlib.gzip)

// Quality 5 takes a third of a second for all files together, and not on the main thread.
const compressors: Record<Encoding, (body: Buffer<ArrayBuffer>) => Promise<Buffer<ArrayBuffer>>> = {
  br: (body) =>
    brotli(body, {
      params: {
        [zlib.constants.BROTLI_PARAM_QUALITY]: 5,
        [zlib.constants.BROTLI_PARAM_SIZE_HINT]: body.byteLength,
      },
    }),
  gzip: (body) => gzip(body, { level: 6 }),
}
