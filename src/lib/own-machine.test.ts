import { expect, test } from 'vitest'
import { isOwnMachine } from './own-machine.ts'

type Asking = {
  address?: string
  headers?: Record<string, string>
  clientIp?: string | null
  publicUrl?: string
}

const ask = ({
  address = 'http://localhost:8000/dev/mail',
  headers = {},
  clientIp = '127.0.0.1',
  publicUrl,
}: Asking) =>
  isOwnMachine(
    { config: publicUrl === undefined ? {} : { PUBLIC_URL: publicUrl }, clientIp },
    new Request(address, { headers }),
  )

test.each<Asking>([
  {},
  { address: 'http://127.0.0.1:8000/' },
  { address: 'http://[::1]:8000/', clientIp: '::1' },
])('a person at the machine itself: %j', (asking) => {
  expect(ask(asking)).toBe(true)
})

test.each<Asking>([
  { clientIp: '192.168.1.2' },
  { clientIp: null },
  { address: 'http://rebound.evil.example:8000/' },
  { headers: { 'x-forwarded-for': '127.0.0.1' } },
  { headers: { forwarded: 'for=127.0.0.1' } },
  { headers: { via: '1.1 tunnel' } },
  { publicUrl: 'https://api.polar.example' },
])('somebody elsewhere, or a page of theirs: %j', (asking) => {
  expect(ask(asking)).toBe(false)
})
