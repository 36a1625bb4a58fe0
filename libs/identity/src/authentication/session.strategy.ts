import { Injectable } from '@nestjs/common'
import { PassportStrategy } from '@nestjs/passport'
import { Config, DomainError } from '@parvis/platform'
import type { FastifyRequest } from 'fastify'
import { Strategy } from 'passport-custom'
import type { Actor } from '../authorization/actor'
import { ApiTokens } from '../tokens/tokens.service'
import { sessionTokenIn } from './session-cookie'
import { Sessions } from './sessions.service'

/** Passport's way from a cookie, or a machine's token, to the person. */
@Injectable()
export class SessionStrategy extends PassportStrategy(Strategy, 'session') {
  constructor(private readonly config: Config, private readonly sessions: Sessions, private readonly tokens: ApiTokens) {
    super()
  }

  /** Errors: 401 `api-token.unknown`, 403 `api-token.reads-only`. A token that is sent decides alone: the cookie beside it is not looked at. */
  async validate(given: unknown): Promise<Actor | false> {
    const request = given as FastifyRequest
    const { authorization } = request.headers
    if (authorization !== undefined) {
      const actor = await this.tokens.actorOf(/^Bearer ([\w-]{1,100})$/.exec(authorization)?.[1] ?? '')
      if (!actor) throw new DomainError('api-token.unknown', { status: 401, detail: 'The token is unknown, revoked or too old' })
      if (request.method !== 'GET' && request.method !== 'HEAD') throw new DomainError('api-token.reads-only', { status: 403, detail: 'A token reads; acts need a session' })
      return actor
    }
    const token = sessionTokenIn(request, this.config)
    return token !== null && (await this.sessions.actorOf(token) ?? false)
  }
}
