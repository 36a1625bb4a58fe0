import { SetMetadata } from '@nestjs/common'
import type { Permission } from './permissions'

export const ACCESS = 'parvis:access'

/** Who may call a route. */
export type Access = { public: true } | { permission: Permission }

/** Anybody may call it. A session cookie still says who asks. */
export const Public = () => SetMetadata(ACCESS, { public: true } satisfies Access)

/** Only who holds the permission, in any place; the service then checks the place with `mayActIn`. */
export const Requires = (permission: Permission) => SetMetadata(ACCESS, { permission } satisfies Access)
