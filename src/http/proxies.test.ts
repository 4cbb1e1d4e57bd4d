import { expect, test } from 'vitest'
import { clientAddress, createNetworks, parseNetworks } from './proxies.ts'

const address = (trusted: string, remoteAddress: string, forwarded?: string) =>
  clientAddress(
    { headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress } },
    createNetworks(parseNetworks(trusted)),
  )

const requests: [
  trusted: string,
  from: string,
  header: string | undefined,
  client: string,
  name: string,
][] = [
  ['', '10.0.0.1', '1.1.1.1', '10.0.0.1', 'nobody is trusted: the connection'],
  ['10.0.0.0/8', '203.0.113.9', '1.1.1.1', '203.0.113.9', 'a stranger claims to be somebody else'],
  ['10.0.0.0/8', '10.0.0.1', '203.0.113.9', '203.0.113.9', 'one proxy'],
  ['10.0.0.0/8', '10.0.0.1', '1.1.1.1, 203.0.113.9', '203.0.113.9', 'a client wrote an entry'],
  ['10.0.0.0/8', '10.0.0.1', '9.9.9.9, 203.0.113.9, 10.0.0.2', '203.0.113.9', 'two proxies'],
  ['10.0.0.0/8', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3', 'a client of our own network'],
  ['10.0.0.0/8', '10.0.0.1', undefined, '10.0.0.1', 'a proxy that says nothing'],
  ['10.0.0.0/8', '10.0.0.1', '203.0.113.9, unknown', '10.0.0.1', 'a proxy that does not know'],
  ['10.0.0.0/8', '10.0.0.1', '203.0.113.9:4711', '203.0.113.9', 'with a port'],
  ['10.0.0.0/8', '::ffff:10.0.0.1', '::ffff:203.0.113.9', '203.0.113.9', 'IPv4 within IPv6'],
  ['fd00::/8 127.0.0.1', 'fd00::1', '2001:db8::1', '2001:db8::1', 'IPv6'],
  ['fd00::/8', 'fd00::1', '[2001:db8::1]:443', '2001:db8::1', 'IPv6 with a port'],
  ['127.0.0.1', '127.0.0.2', '1.1.1.1', '127.0.0.2', 'a single address is that one alone'],
  ['0.0.0.0/0', '10.0.0.1', '203.0.113.9', '203.0.113.9', 'everybody is trusted'],
]

test.each(requests)('%s, %s, %s is %s: %s', (trusted, remote, forwarded, expected) => {
  expect(address(trusted, remote, forwarded)).toBe(expected)
})

test.each(['10.0.0.0/33', '10.0.0/8', 'proxy.example', '10.0.0.1/', '10.0.0.1/8/8', 'fd00::/129'])(
  '%s is refused',
  (text) => {
    expect(() => parseNetworks(text)).toThrow('must be IP addresses or CIDRs')
  },
)
