import { randomUUID } from 'node:crypto'
import { error, type RequestEvent } from '@sveltejs/kit'
import { bare } from '$lib/links'
import { read, readApi, send } from './api'

export const sorts = ['fair', 'recent', 'oldest'] as const

/** What was just done, told once where it led. */
const done = ['commentaire', 'attente', 'commentaire-corrige', 'suppression', 'avis', 'signalement'] as const

interface Subject { kind: 'proposition' | 'debat', id: string, number: number }

/** The discussion under a proposal or a debate, as the address asks for it: `?tri=`, `?commentaires=` a page of it. */
export async function readDiscussion(event: RequestEvent, subject: Subject) {
  const query = event.url.searchParams
  const sort = sorts.find(known => known === query.get('tri')) ?? 'fair'
  const page = Math.max(1, Math.min(10_000, Number.parseInt(query.get('commentaires') ?? '1', 10) || 1))
  const discussion = await read(event, readApi(event).GET('/api/comments', {
    params: { query: { ...(subject.kind === 'proposition' ? { proposalId: subject.id } : { debateId: subject.id }), sort, page, perPage: 20 } },
  }))
  // The form carries its own token: sent twice, it makes one comment.
  return {
    discussion, sort, subject, slug: event.params.slug ?? '', token: randomUUID(),
    told: event.locals.session || query.get('fait') === 'signalement' ? done.find(known => known === query.get('fait')) ?? null : null,
  }
}

export type Talk = Awaited<ReturnType<typeof readDiscussion>>

/** What a form comments, from `?sur=proposition-12` or `?sur=debat-3`. */
export async function readSubject(event: RequestEvent) {
  const [, kind, number = ''] = /^(proposition|debat)-(\d{1,6})$/.exec(event.url.searchParams.get('sur') ?? '') ?? []
  if (!kind) error(404)
  const path = { slugOrId: event.params.slug ?? '', number }
  const api = readApi(event)
  const found = kind === 'proposition'
    ? await read(event, api.GET('/api/consultations/{slugOrId}/proposals/{number}', { params: { path } }))
    : await read(event, api.GET('/api/consultations/{slugOrId}/debates/{number}', { params: { path } }))
  return { kind: kind as Subject['kind'], id: found.id, number: found.number, title: found.title, question: 'question' in found ? found.question : '', consultation: found.consultation, path: subjectPath(found.consultation.slug, kind as Subject['kind'], found.number) }
}

export const subjectPath = (slug: string, kind: 'proposition' | 'debat' | 'proposal' | 'debate', number: number) =>
  `/consultations/${slug}/${kind === 'proposition' || kind === 'proposal' ? 'propositions' : 'debats'}/${number}`

/** A comment in its thread: `/consultations/[slug]/commentaires/[id]`. */
export async function readComment(event: RequestEvent) {
  const page = Math.max(1, Math.min(10_000, Number.parseInt(event.url.searchParams.get('page') ?? '1', 10) || 1))
  const found = await read(event, readApi(event).GET('/api/comments/{id}', { params: { path: { id: event.params.id ?? '' }, query: { page } } }))
  if (found.consultation.slug !== event.params.slug) error(404)
  return { ...found, path: subjectPath(found.consultation.slug, found.subject.kind, found.subject.number) }
}

/** Where somebody came from, when it is a page of this consultation. */
export function cameFrom(form: FormData, slug: string, fallback: string): string {
  const wanted = bare(String(form.get('retour') ?? ''))
  return wanted.startsWith(`/consultations/${slug}/`) && !/[\s\\#]/.test(wanted) ? wanted : fallback
}

/** The same page, with what was done and the place to go on from. */
export function doneAt(path: string, what: typeof done[number], anchor: string): string {
  const [address = '', search = ''] = path.split('?')
  const query = new URLSearchParams(search)
  query.set('fait', what)
  return `${address}?${query}#${anchor}`
}

/** What is commented: `debat-3`, or a proposal by the number that is written under it. */
export async function commentedAt(event: RequestEvent, slugOrId: string, { about, number }: { about: string, number: string }) {
  const api = readApi(event)
  const debate = /^debat-(\d{1,6})$/.exec(about)?.[1]
  if (debate) {
    const found = await send(api.GET('/api/consultations/{slugOrId}/debates/{number}', { params: { path: { slugOrId, number: debate } } }))
    return found.ok ? { debateId: found.data.id, title: found.data.title } : null
  }
  if (!/^\d{1,6}$/.test(number.trim())) return null
  const found = await send(api.GET('/api/consultations/{slugOrId}/proposals/{number}', { params: { path: { slugOrId, number: number.trim() } } }))
  return found.ok && found.data.state === 'submitted' ? { proposalId: found.data.id, title: found.data.title } : null
}

/** The position that a form names. */
export const stanceOf = (text: string) => (['for', 'against', 'neutral'] as const).find(known => known === text)
