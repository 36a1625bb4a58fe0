import { Catch, HttpException, Logger } from '@nestjs/common'
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { STATUS_CODES } from 'node:http'
import { DomainError } from './domain-error'
import type { ErrorStatus } from './domain-error'

const unavailable = /^(57P0[123]|08...|53300|55P03|57014)$/
const unreachable = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND'])
/** Text or numbers that PostgreSQL cannot hold: the request is at fault, whatever let it through. */
const badText = new Set(['22P02', '22021', '22003', '22007', '22008', '22P05'])
const httpCodes: Record<number, string> = {
  400: 'request.invalid', 401: 'access.sign-in-needed', 403: 'access.forbidden', 404: 'request.unknown-route', 405: 'request.unknown-route',
  413: 'request.too-large', 414: 'request.too-large', 415: 'request.media-type', 503: 'service.unavailable',
}

/** The only place where an error becomes an answer: `application/problem+json` with a stable `code`. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Problem')

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>()
    const reply = host.switchToHttp().getResponse<FastifyReply>()
    const error = toDomainError(thrown)
    // The route, never the address: addresses hold receipt codes and tokens.
    if (error.status >= 500) this.log.error(`${request.id} ${request.method} ${request.routeOptions.url ?? 'no route'}: ${thrown instanceof Error ? thrown.stack : String(thrown)}`)
    if (reply.sent) return
    if (error.status === 503) reply.header('retry-after', '5')
    reply.status(error.status).header('cache-control', 'no-store').type('application/problem+json; charset=utf-8').send(JSON.stringify({
      type: 'about:blank',
      title: STATUS_CODES[error.status],
      status: error.status,
      code: error.code,
      detail: error.message,
      instance: `urn:uuid:${request.id}`,
      facts: error.facts,
      refusals: error.refusals.length > 0 ? error.refusals : undefined,
    }))
  }
}

/** Anything thrown, as what is answered. Errors nobody foresaw say nothing about the inside. */
export function toDomainError(thrown: unknown): DomainError {
  if (thrown instanceof DomainError) return thrown
  const { driverError, code, message, statusCode } = thrown as { driverError?: { code?: string, message: string }, code?: string, message?: string, statusCode?: number }
  const sqlState = driverError?.code ?? code
  const said = driverError?.message ?? message ?? ''
  if (sqlState === 'P0001' && /^[a-z-]+\.[a-z-]+$/.test(said)) return new DomainError(said, { status: 409 })
  if (typeof sqlState === 'string') {
    if (badText.has(sqlState)) return new DomainError('request.invalid', { status: 400, detail: 'A value cannot be stored as it was given' })
    if (sqlState === '40001' || sqlState === '40P01') return new DomainError('service.busy', { status: 503, detail: 'Two changes met; try again' })
    if (unavailable.test(sqlState) || unreachable.has(sqlState)) return new DomainError('service.unavailable', { status: 503, detail: 'The database does not answer' })
  }
  if (/timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Query read timeout/.test(said)) {
    return new DomainError('service.unavailable', { status: 503, detail: 'The database does not answer' })
  }
  const status = thrown instanceof HttpException ? thrown.getStatus() : statusCode
  if (typeof status === 'number' && status >= 400 && status < 500) {
    const known = httpCodes[status] ? status : 400
    return new DomainError(httpCodes[known] ?? 'request.invalid', { status: known === 405 ? 404 : known === 414 ? 413 : known as ErrorStatus, detail: said })
  }
  return new DomainError('service.failed', { status: 500, detail: 'Something failed on our side' })
}
