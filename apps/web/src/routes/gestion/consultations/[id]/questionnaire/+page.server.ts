import { m } from '@parvis/texts'
import { failFrom, read, readApi, send } from '$lib/server/api'
import type { Problem } from '$lib/problem'
import type { Content } from '$lib/questionnaire'
import { redirect, type RequestEvent } from '@sveltejs/kit'
import { changed, changeOf, freeKey, placeWords } from '../../../_parts/questionnaire'
import { onlyWhoEdits, refusedHere, textsOf } from '../../../_parts/server'
import { overviewPath, stepPath } from '../../../_parts/steps'
import type { Actions, PageServerLoad } from './$types'

type Event = RequestEvent<{ id: string }>

const LARGEST_FILE = 500_000

const draftOf = (event: Event) => read(event, readApi(event).GET('/api/consultations/{id}/questionnaire/draft', { params: { path: { id: event.params.id } } }))
const here = (event: Event) => stepPath(event.params.id, 'questionnaire')

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  onlyWhoEdits(consultation)
  if (!consultation.phases.some(({ kind }) => kind === 'questionnaire')) redirect(303, consultation.state === 'draft' ? stepPath(consultation.id, 'calendrier') : overviewPath(consultation.id))
  const draft = await draftOf(event)
  return { draft, sources: draft.editable ? await read(event, readApi(event).GET('/api/consultations/{id}/questionnaire/sources', { params: { path: { id: event.params.id } } })) : null }
}

/** A refusal about the whole names its page or question, since no field of this page is at fault. */
function named(problem: Problem, content: Content): Problem {
  return { ...problem, refusals: problem.refusals.map(refusal => {
    const about = placeWords(content, refusal.at)
    return { ...refusal, at: undefined, sentence: about ? m.own_about({ about, sentence: refusal.sentence }) : refusal.sentence }
  }) }
}

/** Saves what a change makes of the questionnaire that the page was drawn from. */
async function save(event: Event, form: FormData, change: (content: Content) => Content, anchor = '') {
  const values = textsOf(form)
  const draft = await draftOf(event)
  const content = change(draft.content)
  const outcome = await send(readApi(event).PUT('/api/consultations/{id}/questionnaire', { params: { path: { id: event.params.id } }, body: { revision: Number(values.revision), content: content as unknown as Record<string, unknown> } }))
  if (!outcome.ok) return failFrom(named(outcome.problem, content), values)
  redirect(303, `${here(event)}?fait=enregistre${anchor}`)
}

export const actions: Actions = {
  introduction: async event => {
    const form = await event.request.formData()
    return save(event, form, content => ({ ...content, introduction: String(form.get('introduction') ?? '') }))
  },
  page: async event => {
    const form = await event.request.formData()
    const values = textsOf(form)
    if (!values.title?.trim()) return failFrom(refusedHere([{ code: 'questionnaire.text-missing', at: `title-${values.key ?? ''}` }]), values)
    const text = { title: values.title, text: values.text ?? '' }
    return save(event, form, content => values.key
      ? { ...content, sections: content.sections.map(section => section.key === values.key ? { ...section, ...text } : section) }
      : { ...content, sections: [...content.sections, { key: freeKey(content.sections.map(({ key }) => key), 's'), ...text, items: [] }] }, values.key ? `#page-${values.key}` : '#add-page')
  },
  change: async event => {
    const form = await event.request.formData()
    const change = changeOf(String(form.get('change') ?? ''))
    return save(event, form, content => change ? changed(content, change) : content, change && change.act !== 'remove' ? `#${change.what}-${change.key}` : '')
  },
  copy: async event => {
    const values = textsOf(await event.request.formData())
    const [kind, id = ''] = (values.source ?? '').split(':')
    if (!id) return failFrom(refusedHere([{ code: 'questionnaire.source-missing', at: 'source' }]), values)
    const outcome = await send(readApi(event).POST('/api/consultations/{id}/questionnaire/copy', { params: { path: { id: event.params.id } }, body: { revision: Number(values.revision), ...(kind === 'template' ? { template: id } : { consultationId: id }) } }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `${here(event)}?fait=enregistre`)
  },
  import: async event => {
    const form = await event.request.formData()
    const values = textsOf(form)
    const file = form.get('file')
    if (!(file instanceof File) || file.size === 0) return failFrom(refusedHere([{ code: 'questionnaire.file-missing', at: 'file' }]), values)
    if (file.size > LARGEST_FILE) return failFrom(refusedHere([{ code: 'questionnaire.file-too-large', at: 'file' }]), values)
    let content: unknown
    try {
      content = JSON.parse(await file.text())
    } catch {
      return failFrom(refusedHere([{ code: 'questionnaire.file-unreadable', at: 'file' }]), values)
    }
    if (typeof content !== 'object' || content === null || Array.isArray(content)) return failFrom(refusedHere([{ code: 'questionnaire.file-unreadable', at: 'file' }]), values)
    const outcome = await send(readApi(event).POST('/api/consultations/{id}/questionnaire/import', { params: { path: { id: event.params.id } }, body: { revision: Number(values.revision), file: content as Record<string, unknown> } }))
    // The place is one in the file: said as it stands there.
    if (!outcome.ok) return failFrom({ ...outcome.problem, refusals: outcome.problem.refusals.map(({ at, ...refusal }) => ({ ...refusal, at: 'file', sentence: at ? `${at} : ${refusal.sentence}` : refusal.sentence })) }, values)
    redirect(303, `${here(event)}?fait=enregistre`)
  },
}
