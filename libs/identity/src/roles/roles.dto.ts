import { PageQuery } from '@parvis/platform'
import { Transform } from 'class-transformer'
import { IsEmail, IsIn, IsOptional, IsString, Length, MaxLength } from 'class-validator'
import { lowered } from '../accounts/accounts.dto'
import { PlaceView } from '../authentication/sessions.dto'
import { grantedRoles } from '../authorization/permissions'

export class RolesQuery extends PageQuery {
  /** Part of an e-mail or of a name. */
  @IsOptional() @IsString() @MaxLength(100)
  q?: string

  @IsOptional() @IsIn(grantedRoles)
  role?: 'staff' | 'guardian' | 'administrator'

  /** Code of the place: SIREN of the metropolis, INSEE code of a commune, slug of a centre. */
  @IsOptional() @IsString() @MaxLength(100)
  place?: string
}

export class RoleWanted {
  @Transform(lowered) @IsEmail() @MaxLength(254)
  email: string

  @IsIn(grantedRoles)
  role: 'staff' | 'guardian' | 'administrator'

  /** A guardian's and an administrator's is the metropolis; nobody holds these at a centre. */
  @IsIn(['metropolis', 'municipality', 'centre'])
  placeKind: 'metropolis' | 'municipality' | 'centre'

  /** SIREN of the metropolis, INSEE code of the commune, slug of the centre. */
  @IsString() @Length(1, 100)
  placeCode: string
}

export class RoleView {
  id: string
  email: string
  displayName: string
  role: 'staff' | 'guardian' | 'administrator'
  place: PlaceView
  /** ISO 8601. */
  grantedAt: string
  /** E-mail of who gave it; null for the command line, or an account that is gone. */
  grantedBy: string | null
}

export class RolePage {
  /** Where somebody holds a role now. */
  places: PlaceView[]
  items: RoleView[]
  total: number
  page: number
  perPage: number
}
