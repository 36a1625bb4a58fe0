import type { Cookies } from '@sveltejs/kit'

// The address somebody has just opened an account with, so that the next page can show it: never in an address of the site.
const name = 'parvis_adresse'
const KEPT_SECONDS = 900

export function keepAddress(cookies: Cookies, url: URL, email: string) {
  cookies.set(name, email, { path: '/', maxAge: KEPT_SECONDS, httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' })
}

export const keptAddress = (cookies: Cookies): string | null => cookies.get(name)?.slice(0, 254) || null

export const forgetAddress = (cookies: Cookies) => cookies.delete(name, { path: '/' })
