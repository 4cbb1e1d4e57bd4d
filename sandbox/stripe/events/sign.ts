import { createHmac } from 'node:crypto'

/** The header that proves who sent a webhook ("Verify webhook signatures manually"). */
export const signatureOf = (payload: string, secret: string, seconds: number) => {
  const hash = createHmac('sha256', secret).update(`${seconds}.${payload}`).digest('hex')
  return `t=${seconds},v1=${hash}`
}
