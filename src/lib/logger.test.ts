import { expect, test } from 'vitest'
import { describeError } from './logger.ts'

test('an error is logged without what was asked of another server and what that answered', () => {
  const parameters = { client_secret: 'a-secret', refresh_token: 'ghr_secret' }
  // As Octokit has it.
  const error = Object.assign(new Error('The refresh token is no longer good'), {
    status: 400,
    request: { method: 'POST', headers: {}, body: JSON.stringify(parameters), ...parameters },
    response: { status: 400, headers: {}, data: { private: 'ghr_secret' } },
  })
  const logged = describeError(error)
  expect(logged).toMatchObject({ message: 'The refresh token is no longer good', status: 400 })
  expect(JSON.stringify(logged)).not.toContain('secret')
})

test('an error of Stripe is logged without the payment that it is about', () => {
  const payment_intent = { id: 'pi_1', client_secret: 'pi_1_secret_2' }
  const raw = { message: 'It is paid', code: 'payment_intent_unexpected_state', payment_intent }
  const error = Object.assign(new Error(raw.message), {
    ...{ raw, payment_intent, statusCode: 400, requestId: 'req_1', headers: { cookie: 'secret' } },
    ...{ code: raw.code, setup_intent: { client_secret: 'seti_secret' } },
  })
  const logged = describeError(error)
  expect(logged).toMatchObject({ message: 'It is paid', code: raw.code, requestId: 'req_1' })
  expect(JSON.stringify(logged)).not.toContain('secret')
})
