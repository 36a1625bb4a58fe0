import { randomUUID } from 'node:crypto'
import type { RequestEvent } from '@sveltejs/kit'
import { claimKinds, claimReplies } from '$lib/claims'
import { errorSentence } from '$lib/errors'
import { language } from '$lib/links'
import { read, readPublicApi } from './api'

/** Consultations that a claim can be about: those that are open, then those that ended. */
export async function claimableConsultations(event: RequestEvent): Promise<{ value: string, label: string }[]> {
  const api = readPublicApi(event)
  const [open, finished] = await Promise.all((['open', 'finished'] as const).map(state => read(event, api.GET('/api/consultations', { params: { query: { state, page: 1, perPage: 50 } } }))))
  return [...open?.items ?? [], ...finished?.items ?? []].map(({ id, title }) => ({ value: id, label: title }))
}

/** Names of the places that a claim can be about. Two of one name are one line of the list. */
export async function claimablePlaces(event: RequestEvent): Promise<string[]> {
  const { items } = await read(event, readPublicApi(event).GET('/api/centres', { params: { query: {} } }))
  return [...new Set(items.map(({ name }) => name))]
}

/** A claim as it was typed; what the form shows again, and the body to send once nothing is missing. */
export function claimTyped(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const values = { kind: text('kind'), words: text('words'), receipt: text('receipt').slice(0, 40), consultationId: text('consultationId'), centre: text('centre').slice(0, 200), reply: text('reply'), contact: text('contact').slice(0, 400), token: text('token') || randomUUID() }
  const kind = claimKinds.find(known => known === values.kind)
  const reply = claimReplies.find(known => known === values.reply)
  const wrong = [
    ...(kind ? [] : [{ at: 'kind', code: 'claim.kind-needed' }]),
    ...(values.words.length >= 10 ? [] : [{ at: 'words', code: 'claim.words-needed' }]),
    ...(reply ? [] : [{ at: 'reply', code: 'claim.reply-needed' }]),
  ].map(refusal => ({ ...refusal, sentence: errorSentence(refusal.code) }))
  const body = kind && reply && wrong.length === 0
    ? {
        kind, reply, words: values.words, language: language(), submissionToken: values.token,
        ...(values.receipt && { receipt: values.receipt }), ...(values.consultationId && { consultationId: values.consultationId }), ...(values.centre && { centre: values.centre }),
        ...(reply !== 'code' && { contact: values.contact }),
      }
    : null
  return { values, wrong, body }
}
