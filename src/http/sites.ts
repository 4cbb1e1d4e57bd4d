import { publicUrlOf, type Sites } from '#lib/http.ts'
import { localNames } from '#lib/own-machine.ts'

type Settings = {
  NODE_ENV: string
  HOST: string
  PORT: number
  PUBLIC_URL?: string
  FRONTEND_URL?: string
  ALLOWED_ORIGINS: ReadonlySet<string>
}

/**
 * Reads origins (`https://app.example.org`), separated by commas or spaces. Throws an Error
 * for what is no origin: other schemes, paths, wildcards.
 */
export const parseOrigins = (text: string): ReadonlySet<string> => {
  const entries = text.split(/[\s,]+/).filter(Boolean)
  for (const entry of entries) {
    const url = URL.parse(entry)
    if (!url || !/^https?:$/.test(url.protocol) || url.origin !== entry || entry.includes('*')) {
      throw new Error('must be origins without a path, such as https://app.example.org')
    }
  }
  return new Set(entries)
}

const isLocal = (url: URL | null): url is URL =>
  url !== null && url.protocol === 'http:' && localNames.has(url.hostname)

const isLocalOrigin = (origin: string) => {
  const url = URL.parse(origin)
  return url?.origin === origin && localNames.has(url.hostname)
}

const withoutSlash = (url: string) => url.replace(/\/+$/, '')

const withName = (address: string, hostname: string) => {
  const url = new URL(address)
  if (!isLocal(url)) return address
  url.hostname = hostname
  return withoutSlash(url.href)
}

/** The API's address by the `Host` of a request, if that is this machine's name and the API's port. */
const localAddress = (publicUrl: string, host = ''): URL | null => {
  const [own, asked] = [new URL(publicUrl), URL.parse(`http://${host}`)]
  // PORT=0: the system chose the port.
  const isPort = own.port === asked?.port || own.port === '0'
  return isLocal(own) && isLocal(asked) && isPort ? asked : null
}

/**
 * How requests see the API and its frontends, by the `Host` that they name. Outside of production,
 * an API without a public name is known under each name of this machine, so that a sign-in ends
 * under the name where it began; names that point here from outside (DNS rebinding) don't count.
 * In development pages of any local port are allowed.
 */
export const createSites = (settings: Settings) => {
  const { NODE_ENV, FRONTEND_URL, ALLOWED_ORIGINS } = settings
  const publicUrl = publicUrlOf(settings)
  const publicFrontend = withoutSlash(FRONTEND_URL ?? publicUrl)
  const allowed = new Set([
    ...[publicUrl, publicFrontend].map((url) => new URL(url).origin),
    ...ALLOWED_ORIGINS,
  ])
  return (host?: string): Sites => {
    const local = NODE_ENV === 'production' ? null : localAddress(publicUrl, host)
    const api = local?.origin ?? publicUrl
    const named = local ? withName(publicFrontend, local.hostname) : publicFrontend
    const frontend = FRONTEND_URL ? named : api
    const [apiOrigin, frontendOrigin] = [new URL(api).origin, new URL(frontend).origin]
    return {
      api,
      frontend,
      isApi: (origin) => origin === apiOrigin,
      isAllowed: (origin) =>
        [apiOrigin, frontendOrigin].includes(origin) ||
        allowed.has(origin) ||
        (NODE_ENV === 'development' && isLocalOrigin(origin)),
    }
  }
}
