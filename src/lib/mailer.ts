import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { publicUrlOf } from './http.ts'
import type { Logger } from './logger.ts'
import { type Mail, type Mailbox, openMailbox } from './mailbox.ts'

export type Mailer = {
  /**
   * Resolves when the mail server has taken the mail, or the mailbox holds it. A mail with the
   * same id has the same Message-ID, so that one sent twice can be told. Throws when it was not
   * taken within 60 seconds.
   */
  send(mail: Mail): Promise<void>
  /** Where mail stays without a mail server; undefined where it is really sent. */
  mailbox?: Mailbox
  /** Ends connections; one with a mail under way finishes it first. */
  close(): void
}

type MailSettings = {
  NODE_ENV: string
  SMTP_URL?: string
  MAIL_FROM: string
  DATA_DIR: string
  PUBLIC_URL?: string
  HOST: string
  PORT: number
}

/** Parsed here, because a mail library would take a comma in the name for a second sender. */
const parseSender = (text: string) => {
  const match = /^(?:([^<>\p{Cc}]*)<)?([^\s<>@,\p{Cc}]+@([\w.-]+))>?$/u.exec(text.trim())
  const [, name = '', address, host] = match ?? []
  if (!address || !host || text.includes('<') !== text.includes('>')) {
    throw new Error('MAIL_FROM must be an address, such as Polar <notifications@example.org>')
  }
  return { name: name.trim().replace(/^"(.*)"$/, '$1'), address, host }
}

/** Milliseconds. What the query of SMTP_URL says goes before these. */
const timeouts = {
  dnsTimeout: 10_000,
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 30_000,
}

const createSmtpMailer = (url: string, sender: string, log: Logger): Mailer => {
  const { host, ...from } = parseSender(sender)
  const transport = createTransport({ ...timeouts, pool: true, url })
  return {
    send: async ({ id, to, subject, html, text }) => {
      const messageId = `<${id}@${host}>`
      await transport.sendMail({
        messageId,
        from,
        to: { name: '', address: to },
        subject,
        html,
        text,
        // RFC 3834: keeps out-of-office answers away.
        headers: { 'Auto-Submitted': 'auto-generated' },
        xMailer: false,
        disableFileAccess: true,
        disableUrlAccess: true,
        signal: AbortSignal.timeout(60_000),
      })
      log.info({ messageId }, 'mail sent')
    },
    close: () => transport.close(),
  }
}

const createMailboxMailer = (env: MailSettings, log: Logger): Mailer => {
  const mailbox = openMailbox(join(env.DATA_DIR, 'mail'))
  const address = `${publicUrlOf(env)}/dev/mail`
  return {
    mailbox,
    send: async (mail) => {
      await mailbox.add(mail)
      // Neither subject nor body: a mail may be the key to an account.
      log.info(`mail for ${mail.to} is in the development mailbox: ${address}/${mail.id}`)
    },
    close: () => undefined,
  }
}

/**
 * Sends mail through the server of SMTP_URL or, without one, keeps it in DATA_DIR/mail.
 * Throws when MAIL_FROM is no address, and in production without SMTP_URL.
 */
export const createMailer = (env: MailSettings, log: Logger): Mailer => {
  if (env.SMTP_URL) return createSmtpMailer(env.SMTP_URL, env.MAIL_FROM, log)
  if (env.NODE_ENV === 'production') throw new Error('SMTP_URL: is needed in production')
  return createMailboxMailer(env, log)
}
