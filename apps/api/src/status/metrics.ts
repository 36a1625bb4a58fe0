import type { Config } from '@parvis/platform'
import { rows } from '@parvis/platform'
import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { DataSource } from 'typeorm'

/** What this process counted, for Prometheus. Nothing in it names a person, an address, a consultation or a choice. */
export const metrics = new Registry()
collectDefaultMetrics({ register: metrics })

const requests = new Histogram({
  name: 'parvis_http_request_seconds',
  help: 'Duration of requests by route and status',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [metrics],
})
const jobs = new Gauge({ name: 'parvis_jobs', help: 'Jobs by state, in the whole platform', labelNames: ['state'] as const, registers: [metrics] })
const oldest = new Gauge({ name: 'parvis_jobs_oldest_seconds', help: 'How long the oldest job that is due has waited', registers: [metrics] })
const workers = new Gauge({ name: 'parvis_workers', help: 'Processes that do jobs and were seen in the last minute', registers: [metrics] })

/** Counts every request by its route; with `LOG_FORMAT=json` also writes a line for it. The route, never the address. */
export function countRequests(fastify: FastifyInstance, config: Config): void {
  fastify.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
    if (config.logFormat === 'json') {
      process.stdout.write(`${JSON.stringify({ level: 'log', pid: process.pid, timestamp: Date.now(), context: 'Request', requestId: request.id, method: request.method, route, status: reply.statusCode, milliseconds: Math.round(reply.elapsedTime * 10) / 10 })}\n`)
    }
  })
}

/** The text that Prometheus reads. The database is asked once for what all processes share. */
export async function readMetrics(dataSource: DataSource): Promise<string> {
  const [found] = await rows<{ waiting: number, running: number, failed: number, oldest: number, workers: number }>(dataSource, `
    select count(*) filter (where failed_at is null and locked_until is null)::integer as waiting,
      count(*) filter (where failed_at is null and locked_until > clock_timestamp())::integer as running,
      count(*) filter (where failed_at is not null)::integer as failed,
      coalesce(extract(epoch from clock_timestamp() - min(available_at) filter (where failed_at is null and available_at <= clock_timestamp())), 0)::float8 as oldest,
      (select count(*)::integer from platform.worker where seen_at > clock_timestamp() - interval '1 minute') as workers
    from platform.outbox where done_at is null and given_up_at is null`)
  if (found) {
    for (const state of ['waiting', 'running', 'failed'] as const) jobs.set({ state }, found[state])
    oldest.set(found.oldest)
    workers.set(found.workers)
  }
  return metrics.metrics()
}
