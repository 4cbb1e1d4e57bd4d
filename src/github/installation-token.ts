import type { Cache } from '#lib/cache.ts'
import { decrypt, encrypt } from '#lib/crypto.ts'
import { messageOf } from '#lib/errors.ts'
import { GithubForbidden, GithubNotFound } from './errors.ts'
import type { Github, GithubCtx } from './request.ts'

/** Tokens are given up this many seconds before their hour ends, so that none ends under way. */
const margin = 5 * 60

const nameOf = (installationId: bigint) => `github:installation-token:${installationId}`

const read = async ({ cache, config, log }: GithubCtx, name: string): Promise<string | null> => {
  const sealed = await cache.get(name)
  if (!sealed) return null
  try {
    return decrypt(config.ENCRYPTION_KEYS, name, sealed)
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
  const seconds = (Date.parse(data.expires_at) - Date.now()) / 1_000 - margin
  const sealed = encrypt(ctx.config.ENCRYPTION_KEYS, name, data.token)
  const standing = await ctx.cache.setIfAbsent(name, sealed, seconds)
  return decrypt(ctx.config.ENCRYPTION_KEYS, name, standing)
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
  if (kept) return kept
  const mine = underWay.get(ctx.cache) ?? new Map<bigint, Promise<string>>()
  underWay.set(ctx.cache, mine)
  const asking =
    mine.get(installationId) ??
    create(ctx, app, installationId).finally(() => mine.delete(installationId))
  mine.set(installationId, asking)
  return asking
}

/**
 * Forgets a token that GitHub refuses, unless another one has taken its place already. Without
 * `refused` whatever is kept: an installation whose permissions changed needs a new one.
 */
export const forgetInstallationToken = async (
  ctx: GithubCtx,
  installationId: bigint,
  refused?: string,
) => {
  const name = nameOf(installationId)
  const isOther = refused !== undefined && (await read(ctx, name)) !== refused
  if (!isOther) await ctx.cache.delete(name)
}
