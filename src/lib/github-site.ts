/**
 * Where GitHub's pages are, without a slash at the end, by the address of its API: github.com, or a
 * server of one's own, which has its API at `/api/v3`.
 */
export const githubSite = ({ GITHUB_API_URL }: { GITHUB_API_URL: string }): string => {
  const { origin } = new URL(GITHUB_API_URL)
  return origin === 'https://api.github.com' ? 'https://github.com' : origin
}
