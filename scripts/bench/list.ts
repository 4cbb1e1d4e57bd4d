import { isDeepStrictEqual } from 'node:util'
import { compare, type Target } from './load.ts'

const first = 50

const query = /* GraphQL */ `
  query Issues($first: Int!) {
    issues(first: $first) {
      nodes {
        id
        number
        title
        state
        commentCount
        createdAt
        author { login }
        labels { name color }
        pledgedAmount { amount currency }
        repository { id name isPrivate stargazerCount }
        organization { id login name avatarUrl }
      }
      pageInfo { hasNextPage }
    }
  }
`

const targetsOf = (addresses: { ours: string; bare: string }) => ({
  ours: {
    name: 'The API',
    address: addresses.ours,
    request: {
      method: 'POST',
      path: '/graphql',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { first } }),
    },
  } satisfies Target,
  bare: {
    name: 'The bare server',
    address: addresses.bare,
    request: { method: 'GET', path: `/issues?first=${first}` },
  } satisfies Target,
})

type Answer = { data?: { issues?: { nodes?: unknown[] } }; errors?: { message: string }[] }

const ask = async ({ name, address, request }: Target): Promise<Answer> => {
  const { method, path = '', headers, body } = request
  const response = await fetch(new URL(path, address), {
    method,
    headers: headers as Record<string, string>,
    body: body as string,
  })
  const answer = (await response.json()) as Answer
  if (response.ok && !answer.errors) return answer
  throw new Error(`${name} answers ${response.status}: ${JSON.stringify(answer).slice(0, 500)}`)
}

/** A comparison is honest only if both say the same. */
const checkAnswers = async ({ ours, bare }: ReturnType<typeof targetsOf>) => {
  const [one, other] = [await ask(ours), await ask(bare)]
  const count = one.data?.issues?.nodes?.length
  if (count !== first) throw new Error(`${ours.name} answers with ${count} issues, not ${first}`)
  if (isDeepStrictEqual(one, other)) return
  const [node, otherNode] = [one, other].map(({ data }) => JSON.stringify(data?.issues?.nodes?.[0]))
  throw new Error(`The answers differ, so they can't be compared:\n  ${node}\n  ${otherNode}`)
}

/** A page of issues with repository and organization. */
export const benchList = async (
  addresses: { ours: string; bare: string },
  options: { seconds: number; signal: AbortSignal },
) => {
  const targets = targetsOf(addresses)
  await checkAnswers(targets)
  return {
    title: `A page of ${first} issues, each with its repository and organization`,
    ...(await compare(targets, options)),
  }
}
