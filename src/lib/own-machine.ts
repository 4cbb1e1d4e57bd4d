/** What tunnels and proxies add, which connect from this machine for somebody elsewhere. */
const forwardedHeaders = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'cf-connecting-ip',
]

const loopback = /^(::1|127(\.\d+){3})$/

/** Host names under which a machine knows itself. */
export const localNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

type Asked = { config: { PUBLIC_URL?: string }; clientIp: string | null }

/**
 * Whether somebody asks their own machine by its own name, with no proxy or tunnel in front of it. A
 * page of another site that points a name of its own here (DNS rebinding) does not.
 */
export const isOwnMachine = ({ config, clientIp }: Asked, { headers, url }: Request): boolean =>
  config.PUBLIC_URL === undefined &&
  loopback.test(clientIp ?? '') &&
  localNames.has(new URL(url).hostname) &&
  forwardedHeaders.every((name) => !headers.has(name))
