import type { Cookies } from '@sveltejs/kit'

// Where and for what a mediator works: the next person finds it as it was. Nothing of a person is in it.
const cookie = 'parvis_comptoir'

export interface KeptDesk { consultationId: string, centreId: string }

/** Kept for a day's work. */
export function keepDesk(cookies: Cookies, url: URL, { consultationId, centreId }: KeptDesk) {
  cookies.set(cookie, `${consultationId}.${centreId}`, { path: '/', maxAge: 12 * 3600, httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' })
}

/** What was kept, if it still stands: another mediator of this computer has other centres, a consultation ends. */
export function keptDesk(cookies: Cookies, { consultations, centres }: { consultations: { id: string }[], centres: { id: string }[] }): Partial<KeptDesk> {
  const [consultationId, centreId] = (cookies.get(cookie) ?? '').split('.')
  return {
    consultationId: consultations.find(({ id }) => id === consultationId)?.id,
    centreId: centres.find(({ id }) => id === centreId)?.id,
  }
}
