import type { Config, Ctx, Tx } from '#context.ts'
import type { OauthAccount } from '#generated/prisma/client.ts'
import { decrypt, encrypt } from '#lib/crypto.ts'

/** What a platform gives us to act for a person. Its user tokens expire and are renewed. */
export type Tokens = {
  accessToken: string
  expiresAt: Date
  refreshToken: string
  refreshTokenExpiresAt: Date
}

export type Account = { accountId: bigint; accountLogin: string; accountEmail: string }

type Reads = Pick<Tx, 'db'>

/** An encrypted token is of no use in another account's row. */
const purpose = (accountId: bigint) => `oauth_account github ${accountId}`

const seal = ({ ENCRYPTION_KEYS: keys }: Config, accountId: bigint, tokens: Tokens) => ({
  ...tokens,
  accessToken: encrypt(keys, purpose(accountId), tokens.accessToken),
  refreshToken: encrypt(keys, purpose(accountId), tokens.refreshToken),
})

/** The account with GitHub's id, and whose it is. */
export const find = (tx: Reads, accountId: bigint): Promise<OauthAccount | null> =>
  tx.db.oauthAccount.findUnique({
    where: { platform_accountId: { platform: 'GITHUB', accountId } },
  })

/** The account a user connected last. */
export const findOf = (tx: Reads, userId: string): Promise<OauthAccount | null> =>
  tx.db.oauthAccount.findFirst({ where: { userId }, orderBy: { createdAt: 'desc' } })

/** The accounts that are known of these, by the platform's ids. */
export const findAll = (tx: Reads, accountIds: bigint[]) =>
  tx.db.oauthAccount.findMany({
    where: { platform: 'GITHUB', accountId: { in: accountIds } },
    select: { userId: true, accountId: true },
  })

/** Connects an account to a user, or stores what is new of it. */
export const connect = (tx: Tx, userId: string, account: Account, tokens: Tokens) => {
  const data = { userId, ...account, ...seal(tx.config, account.accountId, tokens) }
  return tx.db.oauthAccount.upsert({
    where: { platform_accountId: { platform: 'GITHUB', accountId: account.accountId } },
    create: data,
    update: data,
  })
}

/** The tokens of an account, readable. Throws if their encryption key is gone. */
export const tokensOf = ({ config }: Pick<Ctx, 'config'>, account: OauthAccount) => {
  const read = (text: string) => decrypt(config.ENCRYPTION_KEYS, purpose(account.accountId), text)
  return {
    accessToken: read(account.accessToken),
    refreshToken: account.refreshToken && read(account.refreshToken),
  }
}

/** How long, in milliseconds, one process may take to renew tokens. */
const renewalPatience = 30_000

/** Takes it upon this process to renew an account's tokens. False if another one does, or did. */
export const claimRenewal = async (ctx: Ctx, { id, expiresAt }: OauthAccount): Promise<boolean> => {
  const now = new Date()
  const renewingUntil = new Date(now.getTime() + renewalPatience)
  const { count } = await ctx.transaction((tx) =>
    tx.db.oauthAccount.updateMany({
      // Another expiry: somebody renewed them since they were read.
      where: { id, expiresAt, OR: [{ renewingUntil: null }, { renewingUntil: { lt: now } }] },
      data: { renewingUntil },
    }),
  )
  return count > 0
}

/** Ends a renewal; with the new tokens if it went well. */
export const finishRenewal = (ctx: Ctx, { id, accountId }: OauthAccount, tokens: Tokens | null) =>
  ctx.transaction((tx) =>
    tx.db.oauthAccount.update({
      where: { id },
      data: { renewingUntil: null, ...(tokens && seal(tx.config, accountId, tokens)) },
    }),
  )

/** Removes all accounts of a user, with their tokens. */
export const removeAllOf = async (tx: Tx, userId: string) => {
  await tx.db.oauthAccount.deleteMany({ where: { userId } })
}
