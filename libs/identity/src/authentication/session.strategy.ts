import { Injectable } from '@nestjs/common'
import { PassportStrategy } from '@nestjs/passport'
import { Config } from '@parvis/platform'
import type { FastifyRequest } from 'fastify'
import { Strategy } from 'passport-custom'
import type { Actor } from '../authorization/actor'
import { sessionTokenIn } from './session-cookie'
import { Sessions } from './sessions.service'

/** Passport's way from a cookie to the person. */
@Injectable()
export class SessionStrategy extends PassportStrategy(Strategy, 'session') {
  constructor(private readonly config: Config, private readonly sessions: Sessions) {
    super()
  }

  async validate(request: unknown): Promise<Actor | false> {
    const token = sessionTokenIn(request as FastifyRequest, this.config)
    return token !== null && (await this.sessions.actorOf(token) ?? false)
  }
}
