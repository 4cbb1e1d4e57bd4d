import { errorType } from '#graphql/types.ts'
import {
  BadgeUnavailable,
  MessageInvalid,
  MinimumAmountInvalid,
  RefusedByGithub,
  RepositoryEmbedsBadges,
  RepositoryNotInOrganization,
} from '../errors.ts'

errorType(RepositoryNotInOrganization, 'The organization has no such repository.')
errorType(MinimumAmountInvalid, 'The least that can be pledged can’t be below zero.')
errorType(MessageInvalid, 'A message is empty or too long.')
errorType(BadgeUnavailable, 'No badge of the organization can be changed now.')
errorType(RepositoryEmbedsBadges, 'The repository decides for itself, and you don’t administer it.')
errorType(RefusedByGithub, 'GitHub does not allow it, or has no such issue any more.')
