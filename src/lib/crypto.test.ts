import { createHmac, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { decrypt, encrypt, hashToken, parseKeys, randomToken } from './crypto.ts'

const key = () => randomBytes(32).toString('base64')

test('a token has its prefix and 256 bits', () => {
  expect(randomToken('polar_pat_')).toMatch(/^polar_pat_[\w-]{43}$/)
  expect(randomToken('')).not.toBe(randomToken(''))
})

test('a stored token is its HMAC under the secret', () => {
  expect(hashToken('s', 'token')).toBe(createHmac('sha256', 's').update('token').digest('hex'))
})

test('what is encrypted can be read again, and does not show', () => {
  const keys = parseKeys(`a:${key()}`)
  const sealed = encrypt(keys, 'user 1', 'ghu_secret')
  expect(sealed).not.toContain('ghu_secret')
  expect(sealed).not.toBe(encrypt(keys, 'user 1', 'ghu_secret'))
  expect(decrypt(keys, 'user 1', sealed)).toBe('ghu_secret')
})

test('it can’t be read for another purpose, with another key, or once changed', () => {
  const keys = parseKeys(`a:${key()}`)
  const sealed = encrypt(keys, 'user 1', 'ghu_secret')
  expect(() => decrypt(keys, 'user 2', sealed)).toThrow()
  expect(() => decrypt(parseKeys(`a:${key()}`), 'user 1', sealed)).toThrow()
  expect(() => decrypt(keys, 'user 1', `${sealed.slice(0, -3)}AAA`)).toThrow()
})

test('a new key in front encrypts; the old one still decrypts', () => {
  const [old, fresh] = [`old:${key()}`, `new:${key()}`]
  const sealed = encrypt(parseKeys(old), 'x', 'text')
  const both = parseKeys(`${fresh},${old}`)
  expect(decrypt(both, 'x', sealed)).toBe('text')
  expect(encrypt(both, 'x', 'text')).toMatch(/^new\./)
  expect(() => decrypt(parseKeys(fresh), 'x', sealed)).toThrow('"old" is not among ENCRYPTION_KEYS')
})

test.each(['', 'a', 'a:short', `:${key()}`, `a b:${key()}`])('the keys %j are refused', (text) => {
  expect(() => parseKeys(text)).toThrow('32 bytes')
})
