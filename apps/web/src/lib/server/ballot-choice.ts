import type { Cookies } from '@sveltejs/kit'
import { KEPT_SECONDS } from './way-back'

// A ballot half made, kept by the person's own browser while they sign in: positions of the options, never sent to the API.
const choiceCookie = 'parvis_choix'
// What was just recorded, so that the receipt page can be reloaded. Says nothing about the choice.
const receiptCookie = 'parvis_recu'

export interface KeptReceipt {
  voteId: string
  receipt: string
  n: number
  serverNonce: boolean
  changeableUntil: string
}

interface Options { options: { key: string, position: number }[], id: string }

const flags = (url: URL, maxAge: number) => ({ path: '/', maxAge, httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' }) as const

/** Keeps a choice (keys of options; empty: blank) for the time it takes to sign in. */
export function keepChoice(cookies: Cookies, url: URL, vote: Options, choice: readonly string[]) {
  const places = vote.options.filter(({ key }) => choice.includes(key)).map(({ position }) => position.toString(36))
  cookies.set(choiceCookie, `${vote.id}.${places.join('.')}`, flags(url, KEPT_SECONDS))
}

/** The choice kept for this vote, in the order of its options; null when there is none. */
export function keptChoice(cookies: Cookies, vote: Options): string[] | null {
  const [voteId, ...places] = (cookies.get(choiceCookie) ?? '').split('.')
  if (voteId !== vote.id) return null
  const positions = new Set(places.map(place => Number.parseInt(place, 36)))
  return vote.options.filter(({ position }) => positions.has(position)).map(({ key }) => key)
}

export const forgetChoice = (cookies: Cookies) => cookies.delete(choiceCookie, { path: '/' })

export function keepReceipt(cookies: Cookies, url: URL, receipt: KeptReceipt) {
  cookies.set(receiptCookie, JSON.stringify(receipt), flags(url, 900))
}

export function keptReceipt(cookies: Cookies, voteId: string): KeptReceipt | null {
  try {
    const kept = JSON.parse(cookies.get(receiptCookie) ?? 'null') as KeptReceipt | null
    return kept?.voteId === voteId && typeof kept.receipt === 'string' ? kept : null
  } catch {
    return null
  }
}

export const forgetReceipt = (cookies: Cookies) => cookies.delete(receiptCookie, { path: '/' })
