import type { z } from 'zod'

type Issue = z.core.$ZodRawIssue

const choices = new Intl.ListFormat('en-GB', { type: 'disjunction' })

const sizeInWords = (issue: Extract<Issue, { code: 'too_small' | 'too_big' }>) => {
  if (!issue.inclusive) {
    return issue.code === 'too_small'
      ? `must be greater than ${issue.minimum}`
      : `must be less than ${issue.maximum}`
  }
  const bound =
    issue.code === 'too_small' ? `at least ${issue.minimum}` : `at most ${issue.maximum}`
  return issue.origin === 'string' ? `must have ${bound} characters` : `must be ${bound}`
}

const formatInWords = (issue: Extract<Issue, { code: 'invalid_format' }>) => {
  if (issue.format === 'starts_with') return `must begin with ${issue.prefix}`
  if (issue.format === 'url') return 'must be an address, such as https://example.org'
  return 'has another form than .env.template shows'
}

/**
 * Says in words what is wrong with a setting: an error map for zod. It never repeats the value,
 * which may be a secret.
 */
export const faultInWords = (issue: Issue): string => {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is needed'
      return issue.expected === 'int' ? 'must be a whole number' : `must be a ${issue.expected}`
    case 'too_small':
    case 'too_big':
      return sizeInWords(issue)
    case 'invalid_value':
      return `must be ${choices.format(issue.values.map(String))}`
    case 'invalid_format':
      return formatInWords(issue)
    case 'custom':
      return issue.message ?? "can't be used"
    default:
      return "can't be used"
  }
}
