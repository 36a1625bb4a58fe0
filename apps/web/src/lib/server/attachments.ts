import { redirect, type Action, type RequestEvent } from '@sveltejs/kit'
import type { components } from '@parvis/api-client'
import { signInPath } from '$lib/links'
import type { Problem } from '$lib/problem'
import { failFrom, readApi, send, type Outcome } from './api'
import { chosenFile, fileBody, formWithFiles, tooHeavy } from './uploads'

type Given = components['schemas']['AttachmentsView']
type Give = (event: RequestEvent, body: { file: string }) => Promise<Outcome<Given>>

const done = ['ajout', 'changement', 'retrait', 'publication'] as const
export type Done = (typeof done)[number]
export const doneOf = (url: URL): Done | null => done.find(known => known === url.searchParams.get('fait')) ?? null

const nothing = { id: '', alt: '', decorative: false }

/** Refusals about the file or its description, at the fields of the form that was sent. */
const placed = (problem: Problem, at: Record<string, string>): Problem =>
  ({ ...problem, refusals: problem.refusals.map(refusal => ({ ...refusal, at: refusal.at === undefined ? undefined : at[refusal.at] ?? refusal.at })) })

/** Back to the same page, so that reloading it sends nothing again. */
function ended(event: RequestEvent, outcome: Outcome<unknown>, what: Done, values = nothing, at: Record<string, string> = {}) {
  if (outcome.ok) redirect(303, `${event.url.pathname}?fait=${what}#fichiers`)
  if (outcome.problem.status === 401) redirect(303, signInPath(new URL(event.url.pathname, event.url)))
  return failFrom(placed(outcome.problem, at), { ...values, changed: what === 'publication' })
}

/** What a page of pictures and documents does, whosever they are: `give` sends one to the API. */
export function attachmentActions(give: Give) {
  const add = (kind: 'photo' | 'document') => async (event: RequestEvent) => {
    const { form, heavy } = await formWithFiles(event)
    const values = { id: '', alt: String(form.get('alt') ?? '').slice(0, 1000), decorative: form.get('decorative') === 'oui' }
    if (heavy.length) return failFrom(tooHeavy(heavy), { ...values, changed: false })
    const outcome = await give(event, fileBody(chosenFile(form, kind), kind === 'photo' ? { alt: values.alt, decorative: String(values.decorative) } : {}))
    return ended(event, outcome, 'ajout', values, { file: kind, alt: 'alt' })
  }
  const change = (of: (form: FormData, id: string) => components['schemas']['ChangeAttachmentDto']) => async (event: RequestEvent) => {
    const form = await event.request.formData()
    const id = String(form.get('id') ?? '')
    const body = of(form, id)
    const outcome = await send(readApi(event).PATCH('/api/attachments/{id}', { params: { path: { id } }, body }))
    return ended(event, outcome, 'changement', { id, alt: body.alt ?? '', decorative: body.decorative ?? false }, { alt: `alt-${id}` })
  }
  return {
    photo: add('photo'),
    document: add('document'),
    decrire: change((form, id) => ({ alt: String(form.get('alt') ?? '').slice(0, 1000), decorative: form.get(`decorative-${id}`) === 'oui' })),
    monter: change(() => ({ move: 'up' })),
    descendre: change(() => ({ move: 'down' })),
    retirer: async (event: RequestEvent) => {
      const id = String((await event.request.formData()).get('id') ?? '')
      return ended(event, await send(readApi(event).DELETE('/api/attachments/{id}', { params: { path: { id } } })), 'retrait')
    },
  } satisfies Record<string, Action>
}
