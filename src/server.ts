import { createApp } from './app.ts'
import { loadEnv } from './env.ts'
import { createHttpServer } from './http.ts'
import { collectProcessMetrics } from './lib/metrics.ts'
import { runProcess } from './lib/process.ts'

if (import.meta.main) {
  await runProcess('api', loadEnv, async (env, log) => {
    const app = await createApp({ env, log })
    collectProcessMetrics(app.metrics, app.queue)
    const http = await createHttpServer(app)
    const address = await http.listen(env).catch(async (error) => {
      await app.stop()
      throw error
    })
    log.info({ address }, 'api ready')
    return {
      ready: address,
      stopsWithin: 40 + env.SHUTDOWN_DELAY_SECONDS,
      stop: async () => {
        await http.stop()
        await app.stop()
      },
    }
  })
}
