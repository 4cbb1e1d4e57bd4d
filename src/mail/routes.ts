import type { Html } from '#lib/html.ts'
import type { Route } from '#lib/http.ts'
import type { Mailer } from '#lib/mailer.ts'
import { isOwnMachine } from '#lib/own-machine.ts'
import { listPage, mailPage } from './pages.ts'

/** What a mail's frame inherits, so that it can load and run nothing either. */
const policy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const show = (page: Html) =>
  new Response(page.toString(), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  })

const notFound = () => Response.json({ error: 'Not found' }, { status: 404 })

type Asked = Parameters<typeof isOwnMachine>[0] & { mailer: Mailer }

/** The mailbox, for whoever sits at this machine: its mails have links that sign in as anybody. */
const mailboxFor = (ctx: Asked, request: Request) =>
  isOwnMachine(ctx, request) ? ctx.mailer.mailbox : undefined

/** The development mailbox; where mail is really sent there is none. */
export const routes: Route<Asked>[] = [
  {
    method: 'GET',
    path: '/dev/mail',
    handle: async (ctx, request) => {
      const mailbox = mailboxFor(ctx, request)
      return mailbox ? show(listPage(await mailbox.list())) : notFound()
    },
  },
  {
    method: 'GET',
    path: '/dev/mail/:id',
    handle: async (ctx, request, { id = '' }) => {
      const mailbox = mailboxFor(ctx, request)
      const mail = /^[\w.-]{1,100}$/.test(id) ? await mailbox?.find(id) : undefined
      return mail ? show(mailPage(mail)) : notFound()
    },
  },
]
