import { expect, test } from 'vitest'
import { githubSite } from './github-site.ts'

test.each([
  ['https://api.github.com', 'https://github.com'],
  ['https://api.github.com/', 'https://github.com'],
  ['https://github.example.org/api/v3', 'https://github.example.org'],
  ['http://127.0.0.1:41234/api/v3', 'http://127.0.0.1:41234'],
])('the pages of %s are at %s', (GITHUB_API_URL, site) => {
  expect(githubSite({ GITHUB_API_URL })).toBe(site)
})
