import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

/** A secret nobody can guess: 32 random bytes in base64url behind a prefix that tells its kind. */
export const randomToken = (prefix: string) => `${prefix}${randomBytes(32).toString('base64url')}`

/** What is stored of a token: its HMAC-SHA256, in hexadecimal. */
export const hashToken = (secret: string, token: string) =>
  createHmac('sha256', secret).update(token).digest('hex')

/** Keys by their ids; the first encrypts, all decrypt. Each has 32 bytes. */
export type EncryptionKeys = ReadonlyMap<string, Buffer>

/**
 * Reads keys written as `id:base64,id:base64`. A key is replaced by putting a new one in front;
 * the old one stays until nothing is encrypted with it. Throws for a key that has not 32 bytes.
 */
export const parseKeys = (text: string): EncryptionKeys => {
  const keys = text.split(',').map((part): [string, Buffer] => {
    const [id = '', base64 = ''] = part.trim().split(':', 2)
    const key = Buffer.from(base64, 'base64')
    if (!/^[\w-]{1,32}$/.test(id) || key.length !== 32) {
      throw new Error('must be keys of the form id:key, each key 32 bytes in base64')
    }
    return [id, key]
  })
  return new Map(keys)
}

/**
 * Encrypts a text (AES-256-GCM) so that it can only be read for the same purpose: the text that
 * comes out names its key, `id.nonce.ciphertext`.
 */
export const encrypt = (keys: EncryptionKeys, purpose: string, text: string): string => {
  const [first] = keys
  if (!first) throw new Error('There is no key to encrypt with')
  const [id, key] = first
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return [id, nonce.toString('base64url'), sealed.toString('base64url')].join('.')
}

/** Reads what `encrypt` wrote. Throws if its key is gone, or if it was changed. */
export const decrypt = (keys: EncryptionKeys, purpose: string, text: string): string => {
  const [id = '', nonce = '', sealed = ''] = text.split('.')
  const key = keys.get(id)
  if (!key) throw new Error(`The encryption key "${id}" is not among ENCRYPTION_KEYS`)
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'))
    .setAAD(Buffer.from(purpose))
    .setAuthTag(bytes.subarray(-16))
  return decipher.update(bytes.subarray(0, -16), undefined, 'utf8') + decipher.final('utf8')
}
