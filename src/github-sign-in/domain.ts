import { defineDomain } from '#domain.ts'
import { routes } from './routes.ts'

export const githubSignIn = defineDomain({ name: 'github-sign-in', routes })
