import { z } from 'zod'
import type { Mailer } from '#lib/mailer.ts'
import type { Message } from './compose.ts'

export { line } from '#lib/html.ts'
export { compose } from './compose.ts'

/** Nothing that could end a header or name a second recipient. */
const address = z
  .string()
  .max(320)
  .regex(
    /^[^\s@"(),:;<>[\\\]\p{C}]{1,64}@[^\s@"(),:;<>[\\\]\p{C}]{1,255}$/u,
    'must be one bare address',
  )

const mail = z.object({
  id: z
    .string()
    .max(100)
    .regex(/^[\w-]+(\.[\w-]+)*$/, 'must be letters, digits, "-", "_" and single dots'),
  to: address,
  subject: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'must be one line'),
  html: z.string().min(1),
  text: z.string().min(1),
})

/**
 * Sends a mail; called from workers, outside of any transaction. `id` (letters, digits, `-`, `_`,
 * single dots) names this one mail: a retry under the same id has the same Message-ID. Messages
 * may hold secrets, so no job carries them: a worker composes what it sends.
 * Throws a ZodError for an address, subject or id that no header may hold, and what the mail
 * server says when it refuses.
 */
export const send = async (
  ctx: { mailer: Mailer },
  { id, to, message }: { id: string; to: string; message: Message },
): Promise<void> => ctx.mailer.send(mail.parse({ ...message, id, to }))
