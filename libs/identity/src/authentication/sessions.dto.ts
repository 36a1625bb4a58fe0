import { Transform } from 'class-transformer'
import { IsEmail, IsString, MaxLength } from 'class-validator'
import type { Language } from '../accounts/account.entity'
import { lowered } from '../accounts/accounts.dto'
import type { Permission, Role } from '../authorization/permissions'

export class SignIn {
  @Transform(lowered) @IsEmail() @MaxLength(254)
  email: string

  @IsString() @MaxLength(1000)
  password: string
}

export class ResetWanted {
  @Transform(lowered) @IsEmail() @MaxLength(254)
  email: string
}

export class NewPassword {
  @IsString() @MaxLength(1000)
  password: string
}

export class CommuneRef {
  code: string
  name: string
}

export class PlaceView {
  kind: 'metropolis' | 'municipality' | 'centre'
  /** SIREN of the metropolis, INSEE code of the commune, slug of the centre. */
  code: string
  name: string
}

export class HeldRole {
  role: Role
  place: PlaceView
}

export class AccountView {
  id: string
  email: string
  emailConfirmed: boolean
  displayName: string
  /** Of the mails this person gets. */
  language: Language
  municipality: CommuneRef | null
  civilStatusGiven: boolean
}

/** Who is signed in. For a stranger `account` is null and the lists are empty. */
export class SessionView {
  account: AccountView | null
  roles: HeldRole[]
  permissions: Permission[]
  /** `code-needed`: this person works at a desk, which opens when this session gives a code. */
  desk: 'none' | 'code-needed' | 'open'
  /** This person is the referent of an organisation and decides about the people of its desks. */
  team: boolean
  /** ISO 8601. */
  expiresAt: string | null
}

export class LinkView {
  /** `used`: it did its work. `ended`: too old, or never given. */
  state: 'usable' | 'used' | 'ended'
}
