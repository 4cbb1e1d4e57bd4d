/** Follows a subscription over server-sent events, as a browser would. */
export const subscribe = (address: string, query: string, headers: Record<string, string> = {}) => {
  const abort = new AbortController()
  const response = fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query }),
    signal: abort.signal,
  })

  const results = (async function* () {
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of (await response).body ?? []) {
      text += decoder.decode(chunk, { stream: true })
      const messages = text.split('\n\n')
      text = messages.pop() ?? ''
      for (const message of messages) {
        const data = message.split('\n').find((line) => line.startsWith('data: {'))
        if (data) yield JSON.parse(data.slice(6)) as unknown
      }
    }
  })()

  return {
    /** The server has the subscription. */
    opened: response,
    /** The next result; undefined when the subscription is over. */
    next: async () => (await results.next()).value,
    close: () => abort.abort(),
  }
}
