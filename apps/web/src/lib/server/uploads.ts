import type { RequestEvent } from '@sveltejs/kit'
import { errorSentence } from '$lib/errors'
import { bare } from '$lib/links'
import { fileInput, fileName, filePart, fileRemove, type Item } from '$lib/questionnaire'
import type { Problem } from '$lib/problem'
import type { ReadAnswers } from './answers'
import { problemOf, readApi, send, type Outcome } from './api'
import { boundaryOf, withoutHeavyFiles, type Heavy, type LightForm } from './heavy-form'

const MEGABYTE = 1024 * 1024

/** Pages whose forms take files, by bare path. */
const takesFiles = (path: string) => /^\/consultations\/[^/]+\/(propositions\/(brouillons\/)?[^/]+\/fichiers|questionnaire\/page\/\d+)$|^\/mediation\/session\/[^/]+\/(questionnaire|proposition)$|^\/gestion\/consultations\/[^/]+\/questionnaire\/apercu$/.test(path)

/** The page whose form takes a file of many lines. */
const takesLines = (path: string) => /^\/gestion\/consultations\/[^/]+\/imports$/.test(path)

/** Bytes that the form of a page may weigh, by bare path. */
export const mostOf = (path: string) => (takesLines(path) ? 21 : takesFiles(path) ? 12 : 2) * MEGABYTE

/** Of one file, as the API takes it. */
const MOST_MEGABYTES = { picture: 8, document: 10 }

/** Read of a form before the rest is left: a film of a phone still comes back with what was typed beside it. */
const READ = 64 * MEGABYTE

/** Of files that the web itself let go, beside their fields. */
export function tooHeavy(heavy: readonly Heavy[]): Problem {
  const said = heavy.map(({ name, type }) => ({ code: 'attachment.too-large', at: name, facts: { megabytes: MOST_MEGABYTES[type.startsWith('image/') ? 'picture' : 'document'] } }))
  return problemOf(413, { code: 'request.invalid', refusals: said })
}

/** The form, whatever it weighs: without the files that are too heavy, whose fields are named. */
export async function formWithFiles(event: RequestEvent): Promise<LightForm> {
  const { headers, body } = event.request
  const boundary = boundaryOf(headers.get('content-type'))
  if (!body || !boundary || Number(headers.get('content-length')) <= mostOf(bare(event.url.pathname))) return { form: await event.request.formData(), heavy: [] }
  const most = { file: MOST_MEGABYTES.document * MEGABYTE, form: mostOf(bare(event.url.pathname)), read: READ }
  try {
    // Node reads a stream of the web piece by piece; the types of the browser do not say so yet.
    return await withoutHeavyFiles(body as unknown as AsyncIterable<Uint8Array>, boundary, most)
  } catch (cause) {
    // Longer than BODY_SIZE_LIMIT: SvelteKit refuses before it reads a byte, and what came is still there to be read.
    const sent = event.platform?.req
    if (!sent || sent.readableDidRead) throw cause
    return withoutHeavyFiles(sent.iterator({ destroyOnReturn: false }), boundary, most)
  }
}

export const chosenFile = (form: FormData, name: string): File | null => {
  const value = form.get(name)
  return value instanceof File && value.size > 0 ? value : null
}

/** The body of a route that takes a file; the client sends it as a form of several parts. */
export function fileBody(file: File | null, texts: Record<string, string> = {}): { file: string } {
  const body = new FormData()
  for (const [name, value] of Object.entries(texts)) body.set(name, value)
  if (file) body.set('file', file, file.name)
  return body as unknown as { file: string }
}

/**
 * Gives the files that a page of questions carries, before its answers are read: the form then names them, and shows them again
 * whatever else is refused.
 */
export async function giveFiles(event: RequestEvent, { form, heavy }: LightForm, items: readonly Item[], to: { code: string } | { session: string } | { preview: true }): Promise<ReadAnswers['refusals']> {
  const refusals: ReadAnswers['refusals'] = []
  for (const { key, kind, label } of items) {
    if (kind !== 'file') continue
    for (const { code, facts, sentence } of tooHeavy(heavy.filter(({ name }) => name === fileInput(key))).refusals) refusals.push({ code, at: key, facts: { ...facts, question: label }, sentence })
    const file = chosenFile(form, fileInput(key))
    if (!file) continue
    form.delete(fileRemove(key))
    // Tried and not sent: nothing leaves the preview.
    const outcome: Outcome<{ file: string, name: string, bytes: number }> = 'preview' in to
      ? { ok: true, data: { file: '00000000-0000-4000-8000-000000000000', name: file.name, bytes: file.size }, response: new Response() }
      : 'code' in to
        ? await send(readApi(event).POST('/api/answer-sheets/{code}/files/{question}', { params: { path: { code: to.code, question: key } }, body: fileBody(file) }))
        : await send(readApi(event).POST('/api/assisted-sessions/{id}/questionnaire/files/{question}', { params: { path: { id: to.session, question: key } }, body: fileBody(file) }))
    if (outcome.ok) {
      form.set(key, outcome.data.file)
      form.set(fileName(key), outcome.data.name)
      form.set(filePart(key), String(outcome.data.bytes))
    } else refusals.push({ code: outcome.problem.code, at: key, facts: { ...outcome.problem.facts, question: label }, sentence: errorSentence(outcome.problem.code, outcome.problem.facts) })
  }
  return refusals
}
