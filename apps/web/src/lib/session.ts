/** Who is signed in, as `GET /api/session` answers it. */
export interface Session {
  account: {
    id: string
    email: string
    emailConfirmed: boolean
    displayName: string
    /** Of mails. */
    language: 'fr' | 'en' | 'nl'
    municipality: { code: string, name: string } | null
    /** Names, birth date and commune were given; they are read on /compte only. */
    civilStatusGiven: boolean
  }
  roles: SessionRole[]
  permissions: string[]
  /** `code-needed`: a desk is held, and opens when this session gives a code. */
  desk: 'none' | 'code-needed' | 'open'
  /** Decides about the people of an organisation's desks. */
  team: boolean
  /** ISO 8601 */
  expiresAt: string
}

export interface SessionRole {
  role: 'citizen' | 'mediator' | 'staff' | 'guardian' | 'administrator'
  place: { kind: 'metropolis' | 'municipality' | 'centre', code: string, name: string }
}

/** Where the work of somebody who has to do with a desk begins; null for everybody else. */
export const deskHome = (session: Pick<Session, 'permissions' | 'team'> | null) => may(session, 'desk.use') ? '/mediation' : session?.team ? '/mediation/equipe' : null

export const may = (session: Pick<Session, 'permissions'> | null, permission: string) => session?.permissions.includes(permission) ?? false
