import { demo } from '#seed.ts'
import { type Account, account } from '../world.ts'

const secondAddress = (email: string, verified = true) => ({
  email,
  primary: false,
  verified,
  visibility: null,
})

type Profile = Partial<Account> & { isVerified?: boolean; isPublic?: boolean }

/** What people say of themselves, by login. */
const profiles: Record<string, Profile> = {
  'ada-demo': {
    bio: 'Writes programs',
    company: '@acme',
    location: 'London',
    blog: 'https://ada.example',
    isHireable: false,
    followers: 1815,
    following: 12,
    isPublic: true,
    emails: [secondAddress('ada@acme.example'), secondAddress('countess@example.com', false)],
  },
  'grace-demo': { bio: 'Finds bugs', company: '@acme', followers: 1906 },
  'linus-demo': { bio: 'Backs what he uses', location: 'Helsinki' },
  'margaret-demo': { bio: 'Lands on time', isVerified: false },
  'dennis-demo': { bio: 'Likes short names' },
}

const person = (id: number, login: string): Account => {
  const first = login.split('-')[0] ?? login
  const { isVerified = true, isPublic = false, emails = [], ...profile } = profiles[login] ?? {}
  const visibility = isPublic ? 'public' : 'private'
  const email = `${first}@example.com`
  return account({
    id,
    login,
    name: first.charAt(0).toUpperCase() + first.slice(1),
    emails: [{ email, primary: true, verified: isVerified, visibility }, ...emails],
    ...profile,
  })
}

/** Everybody who writes in the demo data, under the same ids. */
export const people: Account[] = demo.people.map(({ id, login }) => person(id, login))

export const ada: Account = people[0] ?? account({ id: demo.id(9, 1), login: 'ada-demo' })

/** An organization without the App. */
export const foreign = account({
  id: demo.id(1, 50),
  login: 'octo-tools',
  type: 'Organization',
  name: 'Octo Tools',
  bio: 'Tools for eight hands',
})
