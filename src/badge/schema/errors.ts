import { errorType } from '#graphql/types.ts'
import { RepositoryNotFound } from '#repository/errors.ts'
import {
  BadgeUnavailable,
  GithubAccountNotConnected,
  MessageInvalid,
  MinimumAmountInvalid,
  RefusedByGithub,
  RepositoryEmbedsBadges,
  RepositoryNotInOrganization,
} from '../errors.ts'

errorType(RepositoryNotFound, 'There is no such repository, or you may not see it.')
errorType(RepositoryNotInOrganization, 'The organization has no such repository.')
errorType(MinimumAmountInvalid, 'The least that can be pledged can’t be below zero.')
errorType(MessageInvalid, 'A message is empty or too long.')
errorType(BadgeUnavailable, 'No badge of the organization can be changed now.')
errorType(RepositoryEmbedsBadges, 'The repository decides for itself, and you don’t administer it.')
errorType(GithubAccountNotConnected, 'You have not signed in with GitHub.')
errorType(RefusedByGithub, 'GitHub does not allow it, or has no such issue any more.')
