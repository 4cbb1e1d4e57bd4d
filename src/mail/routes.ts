import type { Html } from '#lib/html.ts'
import type { Route } from '#lib/http.ts'
import type { Mailer } from '#lib/mailer.ts'
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

/** The development mailbox; where mail is really sent there is none. */
export const routes: Route<{ mailer: Mailer }>[] = [
  {
    method: 'GET',
    path: '/dev/mail',
    handle: async ({ mailer: { mailbox } }) =>
      mailbox ? show(listPage(await mailbox.list())) : notFound(),
  },
  {
    method: 'GET',
    path: '/dev/mail/:id',
    handle: async ({ mailer: { mailbox } }, _, { id = '' }) => {
      const mail = /^[\w.-]{1,100}$/.test(id) ? await mailbox?.find(id) : undefined
      return mail ? show(mailPage(mail)) : notFound()
    },
  },
]
