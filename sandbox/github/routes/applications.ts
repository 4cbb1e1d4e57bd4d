import { createHash } from 'node:crypto'
import { z } from 'zod'
import { demandClient } from '../caller.ts'
import { bodyOf, type Incoming, notFound } from '../http.ts'
import { ownerOf } from '../lookups.ts'
import { type Handle, type Route, route } from '../router.ts'
import { simpleUser } from '../shapes/accounts.ts'
import type { AuthorizationData } from '../shapes/github.ts'
import type { Sandbox } from '../state.ts'
import { findUserToken, revoke } from '../tokens.ts'

const tokenBody = z.strictObject({ access_token: z.string().min(1) })

const time = (milliseconds: number) => new Date(milliseconds).toISOString().replace(/\.\d+/, '')

/** The token that the body names. Throws 404 when it is no good. */
const tokenOf = (sandbox: Sandbox, incoming: Incoming) => {
  demandClient(sandbox, incoming)
  const { access_token: accessToken } = bodyOf(incoming, tokenBody)
  const found = findUserToken(sandbox.state, accessToken)
  if (!found) throw notFound()
  return { accessToken, found }
}

const checkToken: Handle = (sandbox, incoming) => {
  const { accessToken, found } = tokenOf(sandbox, incoming)
  const { config, state } = sandbox
  const body: AuthorizationData = {
    id: found.id,
    url: `${config.apiUrl}/authorizations/${found.id}`,
    app: {
      client_id: config.clientId,
      name: config.app?.name ?? config.app?.slug ?? config.clientId,
      url: new URL(config.callbackUrls[0] ?? config.url).origin,
    },
    token: accessToken,
    hashed_token: createHash('sha256').update(accessToken).digest('hex'),
    token_last_eight: accessToken.slice(-8),
    note: null,
    note_url: null,
    created_at: time(found.createdAt),
    updated_at: time(found.createdAt),
    scopes: [],
    fingerprint: null,
    expires_at: found.expiresAt === null ? null : time(found.expiresAt),
    user: simpleUser(sandbox, ownerOf(state.world, found.userId)),
  }
  return { status: 200, body }
}

const deleteToken: Handle = (sandbox, incoming) => {
  revoke(sandbox.state, tokenOf(sandbox, incoming).accessToken)
  return { status: 204 }
}

export const applications: Route[] = [
  route('POST /applications/{client_id}/token', checkToken),
  route('DELETE /applications/{client_id}/token', deleteToken),
]
