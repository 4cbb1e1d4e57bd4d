import { verify } from 'node:crypto'
import { z } from 'zod'
import { GithubError } from './http.ts'
import type { AppRegistration, Config } from './state.ts'

const maxSeconds = 600

const undecodable = () => new GithubError(401, 'A JSON web token could not be decoded')

const decode = (part: string | undefined): unknown => {
  try {
    return JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'))
  } catch {
    throw undecodable()
  }
}

const claimsOf = (jwt: string, { publicKey }: AppRegistration) => {
  const [header, payload, signature, ...rest] = jwt.split('.')
  const { success } = z.object({ alg: z.literal('RS256') }).safeParse(decode(header))
  if (!success || !signature || rest.length > 0) throw undecodable()
  const signed = Buffer.from(`${header}.${payload}`)
  if (!verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url')))
    throw undecodable()
  return z.record(z.string(), z.unknown()).parse(decode(payload))
}

/**
 * The App that signed a token. Refuses, with GitHub's words, other keys, other Apps and times that
 * are off ("Generating a JSON Web Token (JWT) for a GitHub App"); Octokit's clock correction reads
 * the latter.
 */
export const appOfJwt = ({ app, clientId }: Config, jwt: string): AppRegistration => {
  if (!app) throw undecodable()
  const { iss, iat, exp } = claimsOf(jwt, app)
  const now = Math.floor(Date.now() / 1000)
  if (iss === undefined) throw new GithubError(401, "Missing 'issuer' claim ('iss') in assertion")
  if (!Number.isInteger(iat) || Number(iat) > now) {
    throw new GithubError(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    )
  }
  if (!Number.isInteger(exp) || Number(exp) <= now) {
    throw new GithubError(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    )
  }
  if (Number(exp) > now + maxSeconds) {
    throw new GithubError(401, "'Expiration time' claim ('exp') is too far in the future")
  }
  if (`${iss}` !== `${app.id}` && iss !== clientId) {
    throw new GithubError(404, 'Integration not found')
  }
  return app
}
