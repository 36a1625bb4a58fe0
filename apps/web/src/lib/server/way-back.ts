import type { Cookies } from '@sveltejs/kit'
import { KEPT_SECONDS } from './ballot-choice'

const name = 'parvis_retour'

/** Remembers where somebody was before opening an account, with what was asked of that page: the link of the mail holds its path alone. */
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

/**
 * What the link of the mail may say of the way back: the path alone. What follows it stays in this browser: a mail is kept and
 * forwarded. Nothing for a path that the API would refuse.
 */
export function mailedPath(path: string): string | undefined {
  const [bare = ''] = path.split(/[?#]/)
  return /^(?:\/[A-Za-z0-9_-]+)+$/.test(bare) && bare.length <= 300 ? bare : undefined
}
