import type { Ctx } from '#context.ts'
import type { Route } from '#lib/http.ts'
import { signInRoutes } from './routes/sign-in.ts'
import { webhookRoutes } from './routes/webhook.ts'

export const routes: Route<Ctx>[] = [...webhookRoutes, ...signInRoutes]
