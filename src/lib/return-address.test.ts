import { expect, test } from 'vitest'
import { safeReturnAddress, UnsafeReturnAddress } from './return-address.ts'

const sites = {
  api: 'http://127.0.0.1:8000',
  frontend: 'https://polar.example',
  isApi: (origin: string) => origin === 'http://127.0.0.1:8000',
  isAllowed: (origin: string) =>
    ['http://127.0.0.1:8000', 'https://polar.example'].includes(origin),
}

test.each([
  [undefined, 'https://polar.example/'],
  ['', 'https://polar.example/'],
  ['/acme?tab=issues#1', 'https://polar.example/acme?tab=issues#1'],
  ['https://polar.example/x', 'https://polar.example/x'],
  ['http://127.0.0.1:8000/graphql', 'http://127.0.0.1:8000/graphql'],
])('%j leads to %s', (given, expected) => {
  expect(safeReturnAddress(given, sites)).toBe(expected)
})

test.each([
  'https://polar.example.evil.com/',
  'https://polar.example@evil.com/',
  'https://evil@polar.example/',
  '//evil.com',
  '/\\evil.com',
  '\\\\evil.com',
  'http://polar.example/',
  'https://polar.example:8443/',
  'javascript:alert(1)',
  'data:text/html,x',
  'blob:https://polar.example/0',
  'ftp://polar.example/x',
  `/${'x'.repeat(2_000)}`,
  'https://',
])('%j is refused', (given) => {
  expect(() => safeReturnAddress(given, sites)).toThrow(UnsafeReturnAddress)
})
