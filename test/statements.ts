/** Counts the SQL statements that the application sends. */
export const createStatementCounter = () => {
  const sent: string[] = []
  return {
    onStatement: (sql: string) => {
      sent.push(sql)
    },
    /** The statements that are sent while `work` runs; nothing else may run meanwhile. */
    during: async <Result>(work: () => Promise<Result>) => {
      sent.length = 0
      const result = await work()
      return { result, statements: [...sent] }
    },
  }
}
