import type { Account } from '../world.ts'
import { escapeHtml } from './html.ts'

const initialsOf = ({ name, login }: Account) =>
  (name ?? login)
    .split(/[\s-]+/)
    .map((word) => word.charAt(0).toUpperCase())
    .slice(0, 2)
    .join('')

/** A picture of an account: its initials on a colour of its own. */
export const avatar = (account: Account, size: number) => {
  // Steps of the golden angle: neighbouring ids get colours far apart.
  const hue = Math.round((account.id * 137.508) % 360)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 40 40" aria-hidden="true"><rect width="40" height="40" fill="hsl(${hue} 48% 42%)"/><text x="20" y="20" dy=".35em" text-anchor="middle" font-family="system-ui, sans-serif" font-size="17" font-weight="600" fill="#fff">${escapeHtml(initialsOf(account))}</text></svg>`
}
