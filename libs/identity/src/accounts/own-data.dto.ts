import { IsString, MaxLength } from 'class-validator'
import { CivilStatusDto } from './accounts.dto'
import { NoticesView } from './notices.dto'

export class AccountErasure {
  /** Typed once more: what is erased does not come back. */
  @IsString() @MaxLength(1000)
  password: string
}

export class KeptAccountView {
  email: string
  emailConfirmedAt: string | null
  displayName: string
  municipalityCode: string | null
  language: string
  createdAt: string
}

export class KeptRoleView {
  role: string
  placeKind: string
  placeCode: string
  grantedAt: string
  endedAt: string | null
}

export class KeptSessionView {
  seenAt: string
  expiresAt: string
}

export class KeptTokenView {
  label: string
  createdAt: string
  expiresAt: string
  lastUsedOn: string | null
  revokedAt: string | null
}

export class KeptEntryView {
  at: string
  action: string
}

export class KeptTestView {
  answeredAt: string
  rightAnswers: number
}

export class KeptHabilitationView {
  organisation: string
  kind: string
  state: string
  requestedAt: string
  commitmentsAt: string | null
  validatedAt: string | null
  validUntil: string | null
  tests: KeptTestView[]
}

export class KeptMissionView {
  title: string
  day: string
  state: string
}

export class KeptReserveView {
  municipalityCode: string
  languages: string[]
  skills: string[]
  availability: string[]
  joinedAt: string
  missions: KeptMissionView[]
}

export class KeptSecondFactorView {
  kind: string
  createdAt: string
  confirmedAt: string | null
  usedAt: string | null
}

export class AccountDataView {
  account: KeptAccountView
  civilStatus: CivilStatusDto | null
  notices: NoticesView
  roles: KeptRoleView[]
  sessions: KeptSessionView[]
  habilitations: KeptHabilitationView[]
  reserve: KeptReserveView | null
  secondFactor: KeptSecondFactorView | null
  tokens: KeptTokenView[]
  /** What was done with the account. */
  journal: KeptEntryView[]
}
