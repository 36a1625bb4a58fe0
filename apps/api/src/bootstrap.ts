import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import { ConsoleLogger } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { cacheAnswers, DomainError, Dispatcher, Periodic, ProblemFilter, refuseHostileInput, validationPipe, Workers } from '@parvis/platform'
import type { Config } from '@parvis/platform'
import { randomUUID, timingSafeEqual } from 'node:crypto'
import { AppModule } from './app.module'
import { assertMayStart } from './start-up/checks'
import { isStopping } from './start-up/process'
import { countRequests } from './status/metrics'

const BODY_LIMIT = 256 * 1024
const REQUEST_TIMEOUT_MS = 30_000
const unsafe = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** The HTTP application with its defences, in the order in which a request meets them. Starts no background work. */
export async function createApp(config: Config, module: object = AppModule.with(config)): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: REQUEST_TIMEOUT_MS + 5_000,
    // Forwarded addresses are believed only from the web of this platform, which knows the secret.
    trustProxy: false,
    // Ours always: a name given from outside could be anybody's text in the log.
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  })
  const app = await NestFactory.create<NestFastifyApplication>(module as typeof AppModule, adapter, { logger: new ConsoleLogger({ colors: false, json: config.logFormat === 'json', logLevels: ['warn', 'error', 'fatal'] }), abortOnError: false })
  app.setGlobalPrefix('api', { exclude: ['health', 'ready', 'metrics'] })
  const fastify = adapter.getInstance()

  // Seen by who runs the platform: how many, how long, never who or what.
  countRequests(fastify, config)
  fastify.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  // 0. Strangers who ask the same at once get the same bytes, with the headers that follow, where a route allows it.
  if (config.cachedAnswers) cacheAnswers(fastify, config)
  // 1. Headers of every answer, refusals too: data, never pages, and kept by nobody unless a route says so.
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ['\'none\''], frameAncestors: ['\'none\''], baseUri: ['\'none\''], formAction: ['\'none\''] } },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: config.secureCookies ? { maxAge: 31_536_000 } : false,
  })
  // Pages of other sites, those that are named, read what a stranger reads: no cookie goes with it, and nothing but GET.
  if (config.corsOrigins.length > 0) {
    await app.register(cors, { origin: config.corsOrigins.includes('*') ? '*' : [...config.corsOrigins], methods: ['GET', 'HEAD'], credentials: false, allowedHeaders: ['authorization', 'if-none-match'], exposedHeaders: ['etag', 'x-request-id', 'content-disposition'], maxAge: 3600 })
  }
  fastify.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    if (isStopping()) reply.header('connection', 'close')
  })
  // 2. Whoever relays must know the secret; otherwise what it says about the client is forgotten.
  fastify.addHook('onRequest', async request => {
    if (!knowsSecret(request.headers['x-parvis-proxy'], config.proxySecret)) delete request.headers['x-forwarded-for']
    delete request.headers['x-parvis-proxy']
  })
  // 3. A change must come from our own pages: a browser names the page's origin, and it is ours or the request is refused.
  fastify.addHook('onRequest', async request => {
    const { origin } = request.headers
    if (unsafe.has(request.method) && origin !== undefined && origin !== config.origin) {
      throw new DomainError('request.foreign-origin', { status: 403, detail: 'The request comes from another site' })
    }
  })
  // 4. Text that cannot be read is refused before anything reads it.
  fastify.addHook('preValidation', async request => refuseHostileInput(request.body, request.query, request.params))
  // 5. Who may call (AccessGuard, in the identity module), then the shape of what is sent, then the way errors are told.
  app.useGlobalPipes(validationPipe())
  app.useGlobalFilters(new ProblemFilter())
  await app.init()
  // Only JSON is read: forms of other sites cannot send it.
  fastify.removeContentTypeParser(['text/plain', 'application/x-www-form-urlencoded'])
  await fastify.ready()
  return app
}

/** Refuses to serve where promises would not hold, then listens. Without Redis it also does the jobs; with it, workers do. */
export async function serve(config: Config): Promise<NestFastifyApplication> {
  const app = await createApp(config)
  await assertMayStart(app, config)
  if (!config.redisUrl) {
    app.get(Dispatcher).start()
    app.get(Periodic).start()
    app.get(Workers).start('api')
  }
  await app.listen({ port: config.apiPort, host: config.apiHost })
  return app
}

function knowsSecret(given: string | string[] | undefined, secret: string): boolean {
  const [a, b] = [Buffer.from(String(given ?? '')), Buffer.from(secret)]
  return a.length === b.length && timingSafeEqual(a, b)
}
