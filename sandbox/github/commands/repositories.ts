import { z } from 'zod'
import {
  addRepository,
  archiveRepository,
  deleteRepository,
  editRepository,
  renameRepository,
  setVisibility,
  transferRepository,
} from '../actions/repositories.ts'
import { repositoryByName } from '../lookups.ts'
import { accountNamed, acting, actOn, command, inRepository, repositoryGiven } from './command.ts'

const settings = z
  .strictObject({
    description: z.string().nullable(),
    homepage: z.string().nullable(),
    isFork: z.boolean(),
    hasIssues: z.boolean(),
    topics: z.array(z.string()),
    license: z.string().nullable(),
    defaultBranch: z.string(),
    stargazersCount: z.number().int().min(0),
    forksCount: z.number().int().min(0),
  })
  .partial()

export const repositoryCommands = {
  addRepository: command(
    settings.extend({
      ...acting,
      id: z.number().int().positive().optional(),
      owner: z.string(),
      name: z.string().min(1),
      isPrivate: z.boolean().optional(),
    }),
    (sandbox, { by, at, owner: login, ...given }) => {
      const owner = accountNamed(sandbox, login)
      if (repositoryByName(sandbox.state.world, login, given.name)) {
        throw new Error(`The sandbox has a repository ${login}/${given.name} already`)
      }
      return { id: addRepository(actOn(sandbox, owner, { by, at }), owner, given).id }
    },
  ),
  editRepository: command(
    z.strictObject({ ...repositoryGiven, changes: settings }),
    (sandbox, given) => {
      const { act, repository } = inRepository(sandbox, given)
      editRepository(act, repository, given.changes)
    },
  ),
  renameRepository: command(
    z.strictObject({ ...repositoryGiven, name: z.string().min(1) }),
    (sandbox, given) => {
      const { act, repository } = inRepository(sandbox, given)
      renameRepository(act, repository, given.name)
    },
  ),
  transferRepository: command(
    z.strictObject({ ...repositoryGiven, to: z.string() }),
    (sandbox, given) => {
      const { act, repository } = inRepository(sandbox, given)
      transferRepository(act, repository, accountNamed(sandbox, given.to))
    },
  ),
  archiveRepository: command(
    z.strictObject({ ...repositoryGiven, isArchived: z.boolean().default(true) }),
    (sandbox, given) => {
      const { act, repository } = inRepository(sandbox, given)
      archiveRepository(act, repository, given.isArchived)
    },
  ),
  privatizeRepository: command(z.strictObject(repositoryGiven), (sandbox, given) => {
    const { act, repository } = inRepository(sandbox, given)
    setVisibility(act, repository, true)
  }),
  publicizeRepository: command(z.strictObject(repositoryGiven), (sandbox, given) => {
    const { act, repository } = inRepository(sandbox, given)
    setVisibility(act, repository, false)
  }),
  deleteRepository: command(z.strictObject(repositoryGiven), (sandbox, given) => {
    const { act, repository } = inRepository(sandbox, given)
    deleteRepository(act, repository)
  }),
}
