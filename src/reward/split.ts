import { SplitInvalid } from './errors.ts'

/** All shares of an issue together. */
export const wholeShare = 1_000

export const mostReceivers = 100

/** What part of every pledge somebody is to get, as a client says it: one of the two names them. */
export type Split = {
  /** Of 1000. */
  share: number
  githubLogin?: string | null
  organizationId?: string | null
}

/** A share that makes sense: of a person, by their login on GitHub, or of an organization. */
export type CheckedSplit = {
  share: number
  githubLogin: string | null
  organizationId: string | null
}

/** Letters, digits and hyphens; accounts that a company manages have an underscore. */
const loginPattern = /^[a-z\d](?:[a-z\d_-]{0,38})$/i

/** Whether a text can be a login of a person on GitHub; those of bots, `name[bot]`, can not. */
export const isLogin = (text: string) => loginPattern.test(text)

const checkedSplit = (split: Split, index: number): CheckedSplit => {
  const { share } = split
  const [githubLogin, organizationId] = [split.githubLogin ?? null, split.organizationId ?? null]
  const fault = (message: string, field?: string) =>
    new SplitInvalid(message, [`${index}`, ...(field ? [field] : [])])
  if (!Number.isInteger(share) || share < 0 || share > wholeShare) {
    throw fault(`A share is 0 to ${wholeShare}`, 'share')
  }
  if ((githubLogin === null) === (organizationId === null)) {
    throw fault('A share has one receiver: a person or an organization')
  }
  if (githubLogin !== null && !isLogin(githubLogin)) {
    throw fault('This is no login of GitHub', 'githubLogin')
  }
  return { share, githubLogin, organizationId }
}

const receiverKey = ({ githubLogin, organizationId }: CheckedSplit) =>
  organizationId ?? `@${githubLogin?.toLowerCase()}`

/**
 * The shares of an issue, if they make sense: 1 to 100 receivers, each once and each a person or an
 * organization; shares of 0 to 1000 that sum to 1000. Throws SplitInvalid.
 */
export const checkedSplits = (splits: readonly Split[]): CheckedSplit[] => {
  if (splits.length === 0 || splits.length > mostReceivers) {
    throw new SplitInvalid(`There are 1 to ${mostReceivers} receivers`)
  }
  const checked = splits.map(checkedSplit)
  const receivers = checked.map(receiverKey)
  const twice = receivers.findIndex((receiver, index) => receivers.indexOf(receiver) !== index)
  if (twice >= 0) throw new SplitInvalid('This receiver has a share already', [`${twice}`])
  const total = checked.reduce((sum, { share }) => sum + share, 0)
  if (total !== wholeShare) {
    throw new SplitInvalid(`The shares sum to ${total}, not to ${wholeShare}`)
  }
  return checked
}
