/** Who is signed in, as `GET /api/session` answers it. */
export interface Session {
  account: {
    id: string
    email: string
    emailConfirmed: boolean
    displayName: string
    municipality: { code: string, name: string } | null
    /** Names, birth date and commune were given; they are read on /compte only. */
    civilStatusGiven: boolean
  }
  roles: SessionRole[]
  permissions: string[]
  /** ISO 8601 */
  expiresAt: string
}

export interface SessionRole {
  role: 'citizen' | 'mediator' | 'staff' | 'guardian' | 'administrator'
  place: { kind: 'metropolis' | 'municipality' | 'centre', code: string, name: string }
}

export const may = (session: Session | null, permission: string) => session?.permissions.includes(permission) ?? false

/** Where to sign in, and to come back to afterwards. */
export const signInPath = (url: URL) => `/connexion?retour=${encodeURIComponent(url.pathname + url.search)}`

/** The path asked for in ?retour=, if it stays on this site; otherwise the fallback. Never another origin (open redirect). */
export function returnPath(url: URL, fallback = '/') {
  const wanted = url.searchParams.get('retour') ?? ''
  const safe = /^\/(?![/\\])[^\s\\]*$/.test(wanted) && new URL(wanted, url.origin).origin === url.origin
  return safe ? wanted : fallback
}
