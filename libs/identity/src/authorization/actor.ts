import { createParamDecorator } from '@nestjs/common'
import type { ExecutionContext } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import type { Language } from '../accounts/account.entity'
import { peopleOnly, permissionsOf, roleHas } from './permissions'
import type { HeldRole, Permission } from './permissions'

export type PlaceKind = 'metropolis' | 'municipality' | 'centre'

/** Where a role is held: the metropolis (its SIREN), a commune (INSEE code) or a centre (its slug). */
export interface Place {
  kind: PlaceKind
  code: string
}

export interface Grant {
  role: HeldRole
  placeKind: PlaceKind
  placeCode: string
}

export type DeskState = 'none' | 'code-needed' | 'open'

/** Who asks, as the session says. */
export interface Actor {
  accountId: string
  email: string
  emailConfirmed: boolean
  displayName: string
  /** Of mails. */
  language: Language
  municipalityCode: string | null
  civilStatusGiven: boolean
  /** As the session's row brought it, encrypted: `CivilStatus.ofActor` opens it. Absent: it is read when it is needed. */
  sealedCivilStatus?: Buffer | null
  grants: Grant[]
  /** Whether somebody works at a desk. `code-needed`: they do, and this session gives no grant of it before a code of theirs. Absent: like `none`. */
  desk?: DeskState
  /** Whether they are a referent of an organisation, by a confirmed address: a page of theirs depends on it, and nothing else. Absent: like false. */
  team?: boolean
  /** A program with a token: it reads what the roles allow and has nothing of a citizen. */
  machine?: true
  /** When the session ends unless it is used before. */
  expiresAt: Date
}

export type RequestWithActor = FastifyRequest & { user?: Actor | null }

/** `@Actor() actor: Actor`: the signed-in person; `Actor | null` on a public route, where strangers ask too. */
export const Actor = createParamDecorator((_: unknown, context: ExecutionContext): Actor | null =>
  context.switchToHttp().getRequest<RequestWithActor>().user ?? null)

/** Whether some role of the actor holds the permission, in any place. */
export const may = (actor: Actor, permission: Permission): boolean =>
  !(actor.machine && peopleOnly.includes(permission)) && (roleHas('citizen', permission) || actor.grants.some(grant => roleHas(grant.role, permission)))

/** Every permission of the actor, in any place. */
export function permissionsFor(actor: Actor): Permission[] {
  return [...new Set<Permission>([...permissionsOf.citizen, ...actor.grants.flatMap(grant => permissionsOf[grant.role])])].filter(permission => may(actor, permission))
}
