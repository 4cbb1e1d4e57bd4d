import type { Reply } from '../lib/http.ts'

export type FaultType = 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'

type Details = {
  code?: string
  param?: string
  decline_code?: string
  /** Id of the charge that failed. */
  charge?: string
  payment_intent?: object
  setup_intent?: object
  payment_method?: object
}

/** Stripe's way to refuse ("Errors" in its API reference). */
export class StripeFault extends Error {
  readonly status: number
  readonly type: FaultType
  readonly details: Details

  constructor(status: number, message: string, details: Details & { type?: FaultType } = {}) {
    super(message)
    const { type = 'invalid_request_error', ...rest } = details
    this.status = status
    this.type = type
    this.details = rest
  }

  toReply(): Reply {
    const { code } = this.details
    const error = {
      ...this.details,
      ...(code && { doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}` }),
      message: this.message,
      type: this.type,
    }
    return { status: this.status, body: { error } }
  }
}

/** What was sent can't be read: nothing was begun, so an idempotency key is free again. */
export class InvalidParameter extends StripeFault {}

export const invalid = (message: string, code?: string, param?: string) =>
  new StripeFault(400, message, { code, param })

/** An object that is not there; 400 when a parameter names it, 404 when the address does. */
export const missing = (kind: string, id: string, param?: string) =>
  new StripeFault(param === undefined || param === 'id' ? 404 : 400, `No such ${kind}: '${id}'`, {
    code: 'resource_missing',
    param: param ?? 'id',
  })

export const unrecognized = (method: string, path: string) =>
  new StripeFault(404, `Unrecognized request URL (${method}: ${path}).`)
