import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

/** Whether an IP address is one of a set. */
type Networks = { has(address: string): boolean }

const family = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

type Network = { address: string; prefix: number }

const parseNetwork = (entry: string): Network => {
  const [address = '', length, ...rest] = entry.split('/')
  const bits = isIP(address) === 6 ? 128 : 32
  const prefix = length === undefined ? bits : Number(/^\d{1,3}$/.exec(length)?.[0] ?? -1)
  if (!isIP(address) || rest.length > 0 || prefix < 0 || prefix > bits) {
    throw new Error('must be IP addresses or CIDRs, such as 10.0.0.0/8')
  }
  return { address, prefix }
}

/**
 * Reads CIDRs (`10.0.0.0/8`, `fd00::/8`) and single IP addresses, separated by commas or spaces.
 * Throws an Error for what is neither.
 */
export const parseNetworks = (text: string): Network[] =>
  text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(parseNetwork)

/** The set of all addresses in some networks. */
export const createNetworks = (networks: Network[]): Networks => {
  const list = new BlockList()
  for (const { address, prefix } of networks) list.addSubnet(address, prefix, family(address))
  return { has: (address) => isIP(address) !== 0 && list.check(address, family(address)) }
}

/** An IP address without a port; an IPv4 address that IPv6 wraps stands alone. Null for other text. */
const parseAddress = (text: string): string | null => {
  const [, bracketed] = /^\[([^\]]+)\](?::\d+)?$/.exec(text) ?? []
  const [, beforePort] = /^([\d.]+):\d+$/.exec(text) ?? []
  const address = (bracketed ?? beforePort ?? text).replace(/^::ffff:(?=[\d.]+$)/i, '')
  return isIP(address) ? address : null
}

type Sent = Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string } }

/**
 * The IP address of the client that sent a request. Starts at the connection and follows
 * `X-Forwarded-For` from the right, as far as the address that wrote an entry is a trusted proxy:
 * entries further to the left are whatever the client claims.
 */
export const clientAddress = ({ headers, socket }: Sent, trusted: Networks): string => {
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
  let address = parseAddress(socket.remoteAddress ?? '') ?? ''
  while (trusted.has(address)) {
    const next = parseAddress(forwarded.pop()?.trim() ?? '')
    if (next === null) break
    address = next
  }
  return address
}
