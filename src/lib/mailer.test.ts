import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createMailer } from './mailer.ts'

let DATA_DIR = ''
let lines: string[] = []

const log = pino({ level: 'info' }, { write: (text: string) => lines.push(text) })

beforeEach(async () => {
  DATA_DIR = await mkdtemp(join(tmpdir(), 'polar-mailer-'))
  lines = []
})
afterEach(() => rm(DATA_DIR, { recursive: true, force: true }))

const settings = (given: Partial<Parameters<typeof createMailer>[0]> = {}) => ({
  NODE_ENV: 'development',
  MAIL_FROM: 'Polar <notifications@polar.localhost>',
  HOST: '127.0.0.1',
  PORT: 8000,
  DATA_DIR,
  ...given,
})

const mail = {
  id: 'sign-in',
  to: 'ada@example.org',
  subject: 'sesame subject',
  html: 'sesame html',
  text: 'sesame text',
}

describe('without a mail server', () => {
  test.each([
    [{}, 'http://127.0.0.1:8000/dev/mail/sign-in'],
    [{ HOST: '::1', PORT: 80 }, 'http://[::1]:80/dev/mail/sign-in'],
    [{ PUBLIC_URL: 'https://polar.example/' }, 'https://polar.example/dev/mail/sign-in'],
  ])('one line of the log says where the mail is, not what it says: %j', async (given, address) => {
    const mailer = createMailer(settings(given), log)
    await mailer.send(mail)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('mail for ada@example.org')
    expect(lines[0]).toContain(address)
    expect(lines[0]).not.toContain('sesame')
    expect(await mailer.mailbox?.find('sign-in')).toMatchObject(mail)
    mailer.close()
  })

  test('production does not start', () => {
    const create = () => createMailer(settings({ NODE_ENV: 'production' }), log)
    expect(create).toThrow('SMTP_URL: is needed in production')
  })
})

describe('with a mail server', () => {
  const SMTP_URL = 'smtp://127.0.0.1:1'

  test('there is no mailbox', () => {
    const mailer = createMailer(settings({ SMTP_URL }), log)
    expect(mailer.mailbox).toBeUndefined()
    mailer.close()
  })

  test.each([
    'Polar',
    'Polar <notifications>',
    'Polar <a@polar.example',
    'a@polar.example>',
    'a@polar.example, b@polar.example',
    'Polar <a@polar.example>, Eve <b@polar.example>',
    'Polar\r\nBcc: <eve@polar.example>',
  ])('the sender %j is refused', (MAIL_FROM) => {
    expect(() => createMailer(settings({ SMTP_URL, MAIL_FROM }), log)).toThrow(/^MAIL_FROM must/)
  })
})
