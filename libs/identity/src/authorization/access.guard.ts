import { Injectable } from '@nestjs/common'
import type { ExecutionContext } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { AuthGuard } from '@nestjs/passport'
import { DomainError } from '@parvis/platform'
import { may } from './actor'
import type { RequestWithActor } from './actor'
import { roleHas } from './permissions'
import { ACCESS } from './requires'
import type { Access } from './requires'

/** Stands before every route. A route that says nothing about who may call it is refused to everybody. */
@Injectable()
export class AccessGuard extends AuthGuard('session') {
  constructor(private readonly reflector: Reflector) {
    super()
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [context.getHandler(), context.getClass()])
    if (!access) throw new DomainError('route.undeclared', { status: 403, detail: 'This route declares neither a permission nor that it is public' })
    await super.canActivate(context)
    if ('public' in access) return true
    const actor = context.switchToHttp().getRequest<RequestWithActor>().user
    if (!actor) throw new DomainError('access.sign-in-needed', { status: 401 })
    // Held, but not by this session: a code is missing, or is too old.
    if (actor.desk === 'code-needed' && roleHas('mediator', access.permission) && !may(actor, access.permission)) throw new DomainError('second-factor.needed', { status: 403 })
    if (!may(actor, access.permission)) throw new DomainError('access.forbidden', { status: 403, facts: { permission: access.permission } })
    return true
  }

  /** Passport's answer: a stranger is nobody, not an error; an unreachable database is one. */
  override handleRequest<T>(error: unknown, user: T | false): T {
    if (error) throw error
    return (user || null) as T
  }
}
