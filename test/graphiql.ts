import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { operationOf } from './chromium.ts'

const waiting = { timeout: 30_000 }

/** Opens a tab by its name. A click that comes while the tabs are still being laid out does nothing. */
export const openTab = async (graphiql: Page, name: string) => {
  const opening = async () => {
    const tabs = graphiql.locator('.graphiql-tab-button')
    await tabs.filter({ hasText: new RegExp(`^${name}$`) }).click({ timeout: 2_000 })
    return graphiql.locator('.graphiql-query-editor .view-lines').textContent()
  }
  await expect.poll(opening, waiting).toMatch(new RegExp(`(query|mutation)\\s${name}\\(`))
  await expect.poll(() => operationOf(graphiql), waiting).toBe(name)
}

/** Opens a tab and presses the button; the data of the answer. */
export const runTab = async <Data>(graphiql: Page, name: string): Promise<Data> => {
  await openTab(graphiql, name)
  const answer = graphiql.waitForResponse(
    (response) => response.request().postDataJSON()?.operationName === name,
  )
  await graphiql.getByRole('button', { name: 'Execute query' }).click()
  const { data, errors } = (await (await answer).json()) as { data: Data; errors?: object[] }
  expect(errors).toBeUndefined()
  return data
}

const storedVariables = `(({ tabs, activeTabIndex }) => tabs[activeTabIndex].variables)(
  JSON.parse(localStorage.getItem('polar:graphiql:tabState')),
)`

/** Replaces the variables of the tab that is open; what is typed counts a moment later. */
export const writeVariables = async (graphiql: Page, variables: object) => {
  const text = JSON.stringify(variables)
  const editor = graphiql.locator('.graphiql-editor-tool .graphiql-editor:not(.hidden)')
  await editor.locator('.view-lines').click()
  await graphiql.keyboard.press('Control+A')
  await graphiql.keyboard.insertText(text)
  // What the editor closed by itself.
  await graphiql.keyboard.press('Control+Shift+End')
  await graphiql.keyboard.press('Delete')
  await expect.poll(() => graphiql.evaluate(storedVariables), waiting).toBe(text)
}
