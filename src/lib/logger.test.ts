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
