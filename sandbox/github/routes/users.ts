import { z } from 'zod'
import { callerOf, demandPermission, userOf } from '../caller.ts'
import { notFound, queryOf } from '../http.ts'
import { allowanceOf } from '../limits.ts'
import { accountByLogin } from '../lookups.ts'
import { pageOf, pageQuery } from '../pagination.ts'
import { type Handle, type Route, route } from '../router.ts'
import { privateUser, publicUser } from '../shapes/accounts.ts'
import type { EmailData, RateLimitData } from '../shapes/github.ts'

const nothing = z.strictObject({})
const page = z.strictObject(pageQuery)

const getUser: Handle = (sandbox, incoming) => {
  const user = userOf(sandbox, incoming)
  queryOf(incoming, nothing)
  return { status: 200, body: privateUser(sandbox, user) }
}

const listEmails: Handle = (sandbox, incoming) => {
  const user = userOf(sandbox, incoming)
  demandPermission(sandbox, incoming, ['emails', 'email_addresses'])
  const emails: EmailData[] = user.emails
  const { items, headers } = pageOf(incoming, emails, queryOf(incoming, page))
  return { status: 200, headers, body: items }
}

/** Everybody may look, but not with a token that is no good. */
const getUserByName: Handle = (sandbox, incoming) => {
  callerOf(sandbox, incoming)
  queryOf(incoming, nothing)
  const account = accountByLogin(sandbox.state.world, incoming.params.username ?? '')
  if (!account) throw notFound()
  return { status: 200, body: publicUser(sandbox, account) }
}

const getRateLimit: Handle = (sandbox, incoming) => {
  callerOf(sandbox, incoming)
  queryOf(incoming, nothing)
  const core = allowanceOf(sandbox, incoming)
  const search = { ...core, limit: 30, used: 0, remaining: 30, resource: 'search' }
  const body: RateLimitData = { resources: { core, search }, rate: core }
  return { status: 200, body }
}

export const users: Route[] = [
  route('GET /user', getUser),
  route('GET /user/emails', listEmails),
  route('GET /users/{username}', getUserByName),
  route('GET /rate_limit', getRateLimit),
]
