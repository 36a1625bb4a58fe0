import type { components } from '@parvis/api-client'
import { redirect, type RequestEvent } from '@sveltejs/kit'
import { readApi, send, type Outcome } from './api'
import type { Problem } from '$lib/problem'

export type KioskSession = components['schemas']['KioskSessionView']
export const kioskPages = ['vote', 'questionnaire', 'soutien', 'proposition', 'avis'] as const
export type KioskPage = typeof kioskPages[number]

/**
 * What was typed at a kiosk until it is sent. Every form answers by leading elsewhere, so that the browser keeps no form that it could send
 * again: what the next page shows waits at the API, sealed with the cookie of this session alone.
 */
export interface Typed {
  page: KioskPage
  step: 'write' | 'review'
  fields: [string, string][]
  /** What the API refused when it was sent. */
  problem?: Problem
}

/** Shown once: the next page forgets it. */
export interface Given {
  page: 'recu'
  code: string
  kind: KioskPage
}

const gone = ['kiosk.session-ended', 'kiosk.unknown-device', 'kiosk.withdrawn']

/** What was asked in a session; when there is none any more, the first screen says what is left to do. */
export function orFirstScreen<T>(outcome: Outcome<T>): Outcome<T> {
  if (!outcome.ok && gone.includes(outcome.problem.code)) redirect(303, '/borne')
  return outcome
}

/** The session of a page that needs one; before the notice was read there is that page alone. */
export async function sessionOf(event: RequestEvent & { parent: () => Promise<{ session: KioskSession | null }> }): Promise<KioskSession> {
  const { session } = await event.parent()
  if (!session) redirect(303, '/borne')
  if (!session.noticeRead && event.route.id !== '/borne/notice') redirect(303, '/borne/notice')
  return session
}

/** The same for a form: what it does is asked of the API, which refuses by itself. */
export async function askedSession(event: RequestEvent): Promise<KioskSession> {
  const outcome = orFirstScreen(await send(readApi(event).GET('/api/kiosks/session')))
  if (!outcome.ok) redirect(303, '/borne')
  return outcome.data
}

export async function keep(event: RequestEvent, kept: Typed | Given): Promise<void> {
  orFirstScreen(await send(readApi(event).PUT('/api/kiosks/session/draft', { body: { draft: JSON.stringify(kept) } })))
}

export async function forget(event: RequestEvent): Promise<void> {
  orFirstScreen(await send(readApi(event).DELETE('/api/kiosks/session/draft')))
}

async function kept(event: RequestEvent): Promise<Typed | Given | null> {
  const outcome = orFirstScreen(await send(readApi(event).GET('/api/kiosks/session/draft')))
  return outcome.ok && outcome.data.draft ? JSON.parse(outcome.data.draft) as Typed | Given : null
}

/** What was typed on this page before, as its form sent it; null when nothing was. Whatever waits of another page is forgotten. */
export async function typedOn(event: RequestEvent, page: KioskPage): Promise<{ step: Typed['step'], form: FormData, problem: Problem | null } | null> {
  const found = await kept(event)
  if (!found) return null
  if (found.page !== page || !('fields' in found)) {
    await forget(event)
    return null
  }
  const form = new FormData()
  for (const [name, value] of found.fields) form.append(name, value)
  return { step: found.step, form, problem: found.problem ?? null }
}

/** The receipt that was just given. */
export async function givenReceipt(event: RequestEvent): Promise<Given | null> {
  const found = await kept(event)
  return found?.page === 'recu' ? found as Given : null
}

/** Keeps what a form of this page sent, and leads to the page that shows it. */
export async function keepForm(event: RequestEvent, page: KioskPage, form: FormData, step: Typed['step'], problem?: Problem): Promise<never> {
  const fields = [...form].flatMap(([name, value]): [string, string][] => typeof value === 'string' && name !== 'step' ? [[name, value]] : [])
  await keep(event, { page, step, fields, ...(problem ? { problem } : {}) })
  redirect(303, `/borne/${page}`)
}

/** After a page's form was sent: the receipt, or the page with what is wrong. What was entered is nowhere from here on. */
export async function afterSending(event: RequestEvent, page: KioskPage, form: FormData, outcome: Outcome<{ receipt: string }>): Promise<never> {
  orFirstScreen(outcome)
  if (!outcome.ok) return keepForm(event, page, form, 'write', outcome.problem)
  await keep(event, { page: 'recu', code: outcome.data.receipt, kind: page })
  redirect(303, '/borne/recu')
}
