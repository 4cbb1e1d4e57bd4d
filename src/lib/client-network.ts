import { isIPv4, isIPv6 } from 'node:net'

const groupsIn = (text: string): string[] => (text === '' ? [] : text.split(':'))

/** The eight groups of an IPv6 address, which URL writes in its shortest form without IPv4 parts. */
const groupsOf = (address: string): number[] => {
  const shortest = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [head = '', tail] = shortest.split('::')
  const [before, after] = [groupsIn(head), groupsIn(tail ?? '')]
  const missing = 8 - before.length - after.length
  const zeros = tail === undefined ? [] : Array.from({ length: missing }, () => '0')
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16))
}

const bytesOf = (group: number) => [group >> 8, group & 255]

/**
 * Whom limits count as one client: an IPv4 address, or the /64 of an IPv6 address, which a single
 * customer is given whole (RFC 6177). An IPv4 address that is mapped into IPv6 is that IPv4 address.
 * Any other text stays as it is.
 */
export const networkOf = (address: string): string => {
  const [plain = ''] = address.split('%', 1)
  if (isIPv4(plain) || !isIPv6(plain)) return plain
  const groups = groupsOf(plain)
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (isMapped) return groups.slice(6).flatMap(bytesOf).join('.')
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`
}
