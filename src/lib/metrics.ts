import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Limit } from './limit.ts'
import type { Queue } from './queue.ts'

const seconds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** How busy the limits of one process are, and how often they refused. */
const createLimitMetrics = (registers: Registry[]) => {
  const limits = new Map<string, Limit>()
  const gauge = (name: string, help: string, read: (limit: Limit) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['limit'],
      registers,
      collect() {
        for (const [name, limit] of limits) this.set({ limit: name }, read(limit))
      },
    })
  gauge('polar_limit_running', 'Work that runs within a limit', ({ running }) => running)
  gauge('polar_limit_waiting', 'Work that waits for its turn', ({ waiting }) => waiting)
  const refused = new Counter({
    name: 'polar_limit_refused_total',
    help: 'Work refused: too much waited already, or its turn did not come in time',
    labelNames: ['limit', 'reason'],
    registers,
  })
  return (name: string, limit: Limit) => {
    limits.set(name, limit)
    limit.onRefused = (reason) => refused.inc({ limit: name, reason })
  }
}

/** The figures of one process, in Prometheus' terms. Labels take their values from closed lists. */
export const createMetrics = () => {
  const registry = new Registry()
  const registers = [registry]
  return {
    registry,
    /** Reports how busy a limit is, under a name. */
    watchLimit: createLimitMetrics(registers),
    httpRequests: new Histogram({
      name: 'polar_http_request_seconds',
      help: 'Time from a request to its answer',
      labelNames: ['method', 'route', 'status'],
      buckets: seconds,
      registers,
    }),
    rootFields: new Histogram({
      name: 'polar_graphql_root_field_seconds',
      help: 'Time to resolve a root field of the schema',
      labelNames: ['field'],
      buckets: seconds,
      registers,
    }),
    graphqlErrors: new Counter({
      name: 'polar_graphql_errors_total',
      help: 'Errors answered, by their code',
      labelNames: ['code'],
      registers,
    }),
    budgetLeases: new Counter({
      name: 'polar_rate_limit_leases_total',
      help: 'Slices of rate limits that this process asked the shared store for, by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    liveStreams: new Gauge({
      name: 'polar_live_streams',
      help: 'Open subscriptions',
      registers,
    }),
    liveSelections: new Gauge({
      name: 'polar_live_selections',
      help: 'Distinct documents, variables and viewers among the open subscriptions',
      registers,
    }),
    liveExecutions: new Counter({
      name: 'polar_live_executions_total',
      help: 'Selections loaded for live events',
      registers,
    }),
    liveDeliveries: new Counter({
      name: 'polar_live_deliveries_total',
      help: 'Live events written to subscriptions',
      registers,
    }),
    liveClosed: new Counter({
      name: 'polar_live_closed_total',
      help: 'Subscriptions that ended, by the reason',
      labelNames: ['reason'],
      registers,
    }),
    jobs: new Histogram({
      name: 'polar_job_seconds',
      help: 'Time to do a job',
      labelNames: ['queue', 'outcome'],
      buckets: seconds,
      registers,
    }),
    githubRequests: new Counter({
      name: 'polar_github_requests_total',
      help: 'Requests to GitHub, by who asked and what was answered',
      labelNames: ['identity', 'status'],
      registers,
    }),
    ledgerFaults: new Gauge({
      name: 'polar_ledger_faults',
      help: 'What the last check of the ledger found wrong',
      registers,
    }),
    webhooks: new Counter({
      name: 'polar_webhooks_total',
      help: 'Webhooks received, by what became of them',
      labelNames: ['source', 'outcome'],
      registers,
    }),
  }
}

export type Metrics = ReturnType<typeof createMetrics>

/** Adds figures of the process itself and of the job queue, read when somebody asks. */
export const collectProcessMetrics = (metrics: Metrics, queue: Queue) => {
  collectDefaultMetrics({ register: metrics.registry })
  new Gauge({
    name: 'polar_queue_jobs',
    help: 'Jobs of a queue, by state',
    labelNames: ['queue', 'state'],
    registers: [metrics.registry],
    async collect() {
      for (const { name, waiting, active } of await queue.depths()) {
        this.set({ queue: name, state: 'waiting' }, waiting)
        this.set({ queue: name, state: 'active' }, active)
      }
    },
  })
}
