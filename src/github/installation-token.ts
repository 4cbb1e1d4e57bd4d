import type { Cache } from '#lib/cache.ts'
import { decrypt, encrypt } from '#lib/crypto.ts'
import { messageOf } from '#lib/errors.ts'
import { GithubForbidden, GithubNotFound } from './errors.ts'
import type { Github, GithubCtx } from './request.ts'

/** Tokens are given up this many seconds before their hour ends, so that none ends under way. */
const margin = 5 * 60

const nameOf = (installationId: bigint) => `github:installation-token:${installationId}`

/** How long GitHub lets a token live, in milliseconds: when it ends tells when it was made. */
const lifetimeMs = 3_600_000

type Kept = { token: string; madeAt: Date }

const write = ({ token, madeAt }: Kept) => `${madeAt.toISOString()} ${token}`

const parse = (text: string): Kept => {
  const [madeAt = '', token = ''] = text.split(' ')
  return { token, madeAt: new Date(madeAt) }
}

const read = async ({ cache, config, log }: GithubCtx, name: string): Promise<Kept | null> => {
  const sealed = await cache.get(name)
  if (!sealed) return null
  try {
    return parse(decrypt(config.ENCRYPTION_KEYS, name, sealed))
  } catch (error) {
    log.warn({ name }, `GitHub: a kept token can't be read: ${messageOf(error)}`)
    await cache.delete(name)
    return null
  }
}

const create = async (ctx: GithubCtx, app: Github, installationId: bigint): Promise<string> => {
  const name = nameOf(installationId)
  const { data } = await app
    .request('POST /app/installations/{installation_id}/access_tokens', {
      installation_id: Number(installationId),
    })
    .catch((error) => {
      // What is not found is the installation, not what the caller wants to read with it.
      if (!(error instanceof GithubNotFound)) throw error
      throw new GithubForbidden(error.message, error.status, error)
    })
  const endsAt = Date.parse(data.expires_at)
  const made = write({ token: data.token, madeAt: new Date(endsAt - lifetimeMs) })
  const sealed = encrypt(ctx.config.ENCRYPTION_KEYS, name, made)
  const seconds = (endsAt - Date.now()) / 1_000 - margin
  const standing = await ctx.cache.setIfAbsent(name, sealed, seconds)
  return parse(decrypt(ctx.config.ENCRYPTION_KEYS, name, standing)).token
}

/** Tokens that this process is asking for, by cache and name: who comes second waits with it. */
const underWay = new WeakMap<Cache, Map<bigint, Promise<string>>>()

/**
 * A token with which we act for an installation, the same in all processes until shortly before
 * its hour ends: an ETag is good only with the token it was got with. Kept encrypted.
 *
 * Throws GithubForbidden when the installation is gone or suspended, TryLater.
 */
export const installationToken = async (
  ctx: GithubCtx,
  app: Github,
  installationId: bigint,
): Promise<string> => {
  const kept = await read(ctx, nameOf(installationId))
  if (kept) return kept.token
  const mine = underWay.get(ctx.cache) ?? new Map<bigint, Promise<string>>()
  underWay.set(ctx.cache, mine)
  const asking =
    mine.get(installationId) ??
    create(ctx, app, installationId).finally(() => mine.delete(installationId))
  mine.set(installationId, asking)
  return asking
}

/**
 * Forgets the token of an installation. With `refused`, unless another one has taken its place
 * already; with `changedAt`, unless it was made after that: a token may what the installation might
 * when it was made.
 */
export const forgetInstallationToken = async (
  ctx: GithubCtx,
  installationId: bigint,
  { refused, changedAt }: { refused?: string | undefined; changedAt?: Date } = {},
) => {
  const name = nameOf(installationId)
  const kept = await read(ctx, name)
  if (!kept || (refused !== undefined && kept.token !== refused)) return
  if (changedAt && kept.madeAt > changedAt) return
  await ctx.cache.delete(name)
}
