import type { Cookies } from '@sveltejs/kit'

/** A vote begun and a page left for signing in: kept this long, in seconds. A mail has to be fetched meanwhile. */
export const KEPT_SECONDS = 3600

const name = 'parvis_retour'

/** Remembers where somebody was before opening an account: the link of the mail does not say it. */
export function rememberPath(cookies: Cookies, url: URL, path: string) {
  cookies.set(name, path, { path: '/', maxAge: KEPT_SECONDS, httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' })
}

/** The path remembered, if it stays on this site. */
export function rememberedPath(cookies: Cookies): string | null {
  const path = cookies.get(name) ?? ''
  return /^\/(?![/\\])[^\s\\]*$/.test(path) ? path : null
}

export const forgetPath = (cookies: Cookies) => cookies.delete(name, { path: '/' })

/** Somebody who was voting: the page says that the choice is kept. */
export const isVotePath = (path: string) => /^\/consultations\/[^/]+\/vote(\?|$)/.test(path)
