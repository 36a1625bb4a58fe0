import type { Values } from '@parvis/voting'
import type { Cookies } from '@sveltejs/kit'

/** A vote begun and a page left for signing in: kept this long, in seconds. A mail has to be fetched meanwhile. */
export const KEPT_SECONDS = 3600

// A ballot half made, kept by the person's own browser while they sign in: marks by position of the options, never sent to the API.
const choiceCookie = 'parvis_bulletin'
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

/**
 * Keeps a choice (empty: blank) for the time it takes to sign in. A browser keeps 4 KB: each mark is its distance from the
 * one before and its value, ones left out, so that 200 options ranked or graded take well under a quarter of that.
 */
export function keepChoice(cookies: Cookies, url: URL, vote: Options, choice: Values) {
  let before = 0
  const marks = placed(vote).flatMap(({ key, position }) => {
    const value = choice[key]
    if (value === undefined) return []
    const distance = position - before
    before = position
    return [`${distance === 1 ? '' : distance.toString(36)}${value === 1 ? '' : `-${value.toString(36)}`}`]
  })
  cookies.set(choiceCookie, [vote.id, ...marks].join('.'), flags(url, KEPT_SECONDS))
}

/** The choice kept for this vote, in the order of its options; null when there is none. */
export function keptChoice(cookies: Cookies, vote: Options): Values | null {
  const [voteId, ...marks] = (cookies.get(choiceCookie) ?? '').split('.')
  if (voteId !== vote.id) return null
  const keys = new Map(vote.options.map(({ key, position }) => [position, key]))
  const choice: Record<string, number> = {}
  let position = 0
  for (const mark of marks) {
    const [, distance, value] = /^([0-9a-z]*)(?:-([0-9a-z]+))?$/.exec(mark) ?? []
    position += distance ? Number.parseInt(distance, 36) : 1
    const key = keys.get(position)
    if (key !== undefined) choice[key] = value ? Number.parseInt(value, 36) : 1
  }
  return choice
}

const placed = ({ options }: Options) => [...options].sort((one, other) => one.position - other.position)

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
