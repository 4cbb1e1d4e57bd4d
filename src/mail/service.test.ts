import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLogger } from '#lib/logger.ts'
import { createMailer, type Mailer } from '#lib/mailer.ts'
import { parseMail, startSmtpServer } from '../../test/smtp.ts'
import * as mails from './service.ts'

const log = createLogger({ process: 'test', level: 'silent', pretty: false })

const settings = {
  NODE_ENV: 'test',
  MAIL_FROM: 'Polar, Müller & Co <notifications@polar.example>',
  HOST: '127.0.0.1',
  PORT: 8000,
  DATA_DIR: '.data',
}

const message = mails.compose({
  subject: 'Sign in – Grüße, 日本 🎉',
  preview: 'Your link',
  paragraphs: ['Hello Ægir,', '.a line that begins with a dot', 'long '.repeat(300)],
  button: { label: 'Sign in', url: 'https://polar.example/auth?token=a=b&c=%20' },
})

let smtp: Awaited<ReturnType<typeof startSmtpServer>>
let mailer: Mailer

const start = async (behaviour = {}, query = '') => {
  smtp = await startSmtpServer(behaviour)
  mailer = createMailer({ ...settings, SMTP_URL: `${smtp.url}${query}` }, log)
}

afterEach(async () => {
  mailer.close()
  await smtp.stop()
})

const id = 'c0ffee00-0000-4000-8000-000000000001'

describe('through a mail server', () => {
  beforeEach(() => start())

  test('a mail arrives with both bodies, as they were composed', async () => {
    await mails.send({ mailer }, { id, to: 'ada@example.org', message })
    const [{ from, to, raw } = { from: '', to: [], raw: '' }] = smtp.received
    expect({ from, to }).toEqual({ from: 'notifications@polar.example', to: ['ada@example.org'] })
    const { headers, parts } = parseMail(raw)
    expect(headers).toMatchObject({
      from: 'Polar, Müller & Co <notifications@polar.example>',
      to: 'ada@example.org',
      subject: 'Sign in – Grüße, 日本 🎉',
      'message-id': `<${id}@polar.example>`,
      'auto-submitted': 'auto-generated',
      'mime-version': '1.0',
    })
    expect(raw).toMatch(/^From: =\?UTF-8\?Q\?Polar=2C_/m)
    expect(headers['content-type']).toMatch(/^multipart\/alternative;/)
    expect(new Date(headers.date ?? '').getTime()).toBeGreaterThan(Date.now() - 60_000)
    expect(parts.map(({ type }) => type)).toEqual([
      'text/plain; charset=utf-8',
      'text/html; charset=utf-8',
    ])
    expect(parts[0]?.body).toBe(message.text)
    expect(parts[1]?.body).toBe(message.html)
    expect(Math.max(...raw.split('\r\n').map(({ length }) => length))).toBeLessThan(998)
  })

  test('a mail sent again has the same Message-ID, and mails share connections', async () => {
    for (const _ of ['first', 'again']) {
      await mails.send({ mailer }, { id, to: 'ada@example.org', message })
    }
    const ids = smtp.received.map(({ raw }) => parseMail(raw).headers['message-id'])
    expect(ids).toEqual([`<${id}@polar.example>`, `<${id}@polar.example>`])
    expect(smtp.connections()).toEqual({ open: 1, ever: 1 })
    mailer.close()
    await expect.poll(() => smtp.connections().open).toBe(0)
  })

  test.each(['Grace+tag@example.org', "o'hara@example.org", 'josé@exämple.org'])(
    'the address %s is one recipient',
    async (to) => {
      await mails.send({ mailer }, { id, to, message })
      expect(smtp.received.map((mail) => mail.to.length)).toEqual([1])
    },
  )

  test.each([
    'ada@example.org\r\nBcc: eve@example.org',
    'ada@example.org\nBcc: eve@example.org',
    'ada@example.org\u2028Bcc: eve@example.org',
    'ada@example.org>\r\nRCPT TO:<eve@example.org',
    'ada@example.org, eve@example.org',
    'ada@example.org;eve@example.org',
    'Ada <ada@example.org>',
    '"ada@example.org,"@evil.example',
    'ada@example.org@evil.example',
    'ada@[127.0.0.1]',
    'ada\u0000@example.org',
    ' ada@example.org',
    'ada',
    '@example.org',
    '',
    `${'a'.repeat(65)}@example.org`,
    `ada@${'a'.repeat(256)}`,
  ])('the address %j is refused', async (to) => {
    await expect(mails.send({ mailer }, { id, to, message })).rejects.toThrow(/"to"/)
    expect(smtp.received).toEqual([])
  })

  test.each([
    'Hello\r\nBcc: eve@example.org',
    'Hello\nBcc: eve@example.org',
    'Hello\r\n\r\n<script>',
    'Hello\u0000',
    'Hello\u2029',
    '',
    'a'.repeat(201),
  ])('the subject %j is refused', async (subject) => {
    const forged = { ...message, subject }
    const sending = mails.send({ mailer }, { id, to: 'ada@example.org', message: forged })
    await expect(sending).rejects.toThrow(/"subject"/)
    expect(smtp.received).toEqual([])
  })

  test.each(['a>\r\nBcc: eve@example.org', '../a', 'a/b', 'a..b', '.a', 'a.', '', 'a'.repeat(101)])(
    'the id %j is refused',
    async (bad) => {
      const sending = mails.send({ mailer }, { id: bad, to: 'ada@example.org', message })
      await expect(sending).rejects.toThrow(/"id"/)
      expect(smtp.received).toEqual([])
    },
  )

  test('what is refused is not told again: it may be a secret', async () => {
    const secret = 'https://polar.example/auth?token=sesame'
    const forged = { ...message, subject: `${secret}\r\n` }
    const error = await mails
      .send({ mailer }, { id, to: 'ada@example.org', message: forged })
      .catch((reason) => reason)
    expect(JSON.stringify(error) + error.message + error.stack).not.toContain('sesame')
  })
})

describe('a mail server that does not take it', () => {
  const sending = () => mails.send({ mailer }, { id, to: 'ada@example.org', message })

  test('a refused recipient is an error', async () => {
    await start({ onRecipient: '550 5.1.1 No such user' })
    await expect(sending()).rejects.toThrow(/No such user/)
    expect(smtp.received).toEqual([])
  })

  test('one that says nothing is given up', async () => {
    await start({ silent: true }, '/?greetingTimeout=100')
    await expect(sending()).rejects.toThrow(/Greeting never received/)
  })

  test('one that is not there is an error without the password', async () => {
    await start()
    await smtp.stop()
    const url = smtp.url.replace('//', '//polar:sesame@')
    mailer = createMailer({ ...settings, SMTP_URL: url }, log)
    const error = await sending().catch((reason) => reason)
    expect(error.message).toContain('ECONNREFUSED')
    expect(JSON.stringify(error) + error.stack).not.toContain('sesame')
    await start()
  })
})

test('without a mail server the mail stays in the mailbox', async () => {
  await start()
  const folder = await mkdtemp(join(tmpdir(), 'polar-mail-'))
  const box = createMailer({ ...settings, DATA_DIR: folder }, log)
  await mails.send({ mailer: box }, { id, to: 'ada@example.org', message })
  expect(await box.mailbox?.list()).toMatchObject([{ id, to: 'ada@example.org', ...message }])
  expect(smtp.received).toEqual([])
  await rm(folder, { recursive: true })
})
