import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import { ConsoleLogger } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { cacheAnswers, DomainError, Dispatcher, Periodic, ProblemFilter, refuseHostileInput, validationPipe, Workers } from '@parvis/platform'
import type { Config } from '@parvis/platform'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { randomUUID, timingSafeEqual } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import { AppModule } from './app.module'
import { assertMayStart } from './start-up/checks'
import { isStopping } from './start-up/process'
import { countRequests } from './status/metrics'

const BODY_LIMIT = 256 * 1024
/** A file that somebody sends through a form: what the web takes, see BODY_SIZE_LIMIT. */
const FILE_LIMIT = 2 * 1024 * 1024
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
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => refuseAddress(error.code === 'FST_ERR_MAX_PARAM_LENGTH' ? 413 : 400, request, reply),
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
  // A form of several parts is read by the routes that take a file, within their limits, and by no other.
  fastify.addHook('onRequest', async request => {
    const takesFile = (request.routeOptions.config as { takesFile?: boolean } | undefined)?.takesFile === true
    if (!request.is404 && !takesFile && /^\s*multipart\//i.test(request.headers['content-type'] ?? '')) throw new DomainError('request.media-type', { status: 415, detail: 'Only JSON is read here' })
  })
  await app.register(multipart)
  // 4. Text that cannot be read is refused before anything reads it.
  fastify.addHook('preValidation', async request => refuseHostileInput(request.body, request.query, request.params))
  // 5. Who may call (AccessGuard, in the identity module), then the shape of what is sent, then the way errors are told.
  app.useGlobalPipes(validationPipe())
  app.useGlobalFilters(new ProblemFilter())
  await app.init()
  // Only JSON, and files as they are, are read: forms of other sites can send neither.
  fastify.removeContentTypeParser(['text/plain', 'application/x-www-form-urlencoded'])
  fastify.addContentTypeParser('application/octet-stream', { parseAs: 'buffer', bodyLimit: FILE_LIMIT }, (_request, body, done) => done(null, body))
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

/** An address that no route can read meets no hook: the same answer and the same headers, without what was asked. */
function refuseAddress(status: 400 | 413, request: FastifyRequest, reply: FastifyReply): void {
  void reply.status(status).headers({
    'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store', 'x-request-id': request.id,
    'content-security-policy': 'default-src \'none\';frame-ancestors \'none\'', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer',
  }).send(JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, code: status === 413 ? 'request.too-large' : 'request.invalid', detail: 'The address cannot be read', instance: `urn:uuid:${request.id}` }))
}

function knowsSecret(given: string | string[] | undefined, secret: string): boolean {
  const [a, b] = [Buffer.from(String(given ?? '')), Buffer.from(secret)]
  return a.length === b.length && timingSafeEqual(a, b)
}
