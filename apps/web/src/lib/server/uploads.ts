import { isHttpError, type RequestEvent } from '@sveltejs/kit'
import { errorSentence } from '$lib/errors'
import { fileInput, fileName, filePart, fileRemove, type Item } from '$lib/questionnaire'
import type { ReadAnswers } from './answers'
import { problemOf, readApi, send, type Outcome } from './api'

const MEGABYTE = 1024 * 1024

/** Pages whose forms take files, by bare path. */
const takesFiles = (path: string) => /^\/consultations\/[^/]+\/(propositions\/(brouillons\/)?[^/]+\/fichiers|questionnaire\/page\/\d+)$|^\/mediation\/session\/[^/]+\/(questionnaire|proposition)$|^\/gestion\/consultations\/[^/]+\/questionnaire\/apercu$/.test(path)

/** The page whose form takes a file of many lines. */
const takesLines = (path: string) => /^\/gestion\/consultations\/[^/]+\/imports$/.test(path)

/** Bytes that the form of a page may weigh, by bare path. */
export const mostOf = (path: string) => (takesLines(path) ? 21 : takesFiles(path) ? 12 : 2) * MEGABYTE

export const tooLarge = () => problemOf(413, { code: 'attachment.too-large', facts: { megabytes: 10 } })

/** The form, or null where it weighs more than any file that is taken. */
export async function formWithFiles(event: RequestEvent): Promise<FormData | null> {
  try {
    return await event.request.formData()
  } catch (cause) {
    if (isHttpError(cause, 413)) return null
    throw cause
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
export async function giveFiles(event: RequestEvent, form: FormData, items: readonly Item[], to: { code: string } | { session: string } | { preview: true }): Promise<ReadAnswers['refusals']> {
  const refusals: ReadAnswers['refusals'] = []
  for (const { key, kind, label } of items) {
    const file = kind === 'file' ? chosenFile(form, fileInput(key)) : null
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
