import { z } from 'zod'
import { type Act, now } from '../clock.ts'
import {
  accountByLogin,
  installationById,
  issueByNumber,
  ownerOf,
  repositoryByName,
} from '../lookups.ts'
import { adminOf } from '../rights.ts'
import type { Sandbox } from '../state.ts'
import type { Account, Repository } from '../world.ts'

/** A command: what it takes, and what it does. */
export const command = <Input extends z.ZodType, Result>(
  input: Input,
  run: (sandbox: Sandbox, given: z.output<Input>) => Result,
) => ({ input, run })

export const withoutInput = z.strictObject({}).optional()

const time = z.iso.datetime({ offset: true }).transform((text) => {
  const date = new Date(text)
  return date.toISOString().replace(/\.\d+/, '')
})

/** Who does it, an admin of the owner unless given; and when, now unless given. */
export const acting = { by: z.string().optional(), at: time.optional() }

/** A repository, `acme/rocket`. */
export const repositoryGiven = { repository: z.string().regex(/^[^/]+\/[^/]+$/), ...acting }

/** An issue or a pull request. */
export const issueGiven = { ...repositoryGiven, number: z.number().int().positive() }

export const found = <Thing>(thing: Thing | undefined, what: string): Thing => {
  if (thing === undefined) throw new Error(`The sandbox knows no ${what}`)
  return thing
}

export const accountNamed = ({ state }: Sandbox, login: string): Account =>
  found(accountByLogin(state.world, login), `account ${login}`)

export const repositoryNamed = ({ state }: Sandbox, fullName: string): Repository => {
  const [owner = '', name = ''] = fullName.split('/')
  return found(repositoryByName(state.world, owner, name), `repository ${fullName}`)
}

export const installationWithId = ({ state }: Sandbox, id: number) =>
  found(installationById(state.world, id), `installation ${id}`)

type Acting = { by?: string; at?: string }

/** The act of somebody on something that an account owns. */
export const actOn = (sandbox: Sandbox, owner: Account, { by, at }: Acting): Act => ({
  sandbox,
  by: by === undefined ? adminOf(sandbox, owner) : accountNamed(sandbox, by),
  at: at ?? now(sandbox.state),
})

/** A repository and the act on it. */
export const inRepository = (sandbox: Sandbox, given: Acting & { repository: string }) => {
  const repository = repositoryNamed(sandbox, given.repository)
  const owner = ownerOf(sandbox.state.world, repository.ownerId)
  return { repository, act: actOn(sandbox, owner, given) }
}

/** An issue, where it is and the act on it. */
export const onIssue = (
  sandbox: Sandbox,
  given: Acting & { repository: string; number: number },
) => {
  const { repository, act } = inRepository(sandbox, given)
  const known = issueByNumber(sandbox.state.world, repository, given.number)
  const issue = found(known, `issue ${given.repository}#${given.number}`)
  return { act, place: { repository, issue } }
}

/** A pull request, where it is and the act on it. */
export const onPull = (
  sandbox: Sandbox,
  given: Acting & { repository: string; number: number },
) => {
  const { act, place } = onIssue(sandbox, given)
  const { pull } = place.issue
  if (!pull) throw new Error(`${given.repository}#${given.number} is an issue, no pull request`)
  return { act, place, pull }
}
