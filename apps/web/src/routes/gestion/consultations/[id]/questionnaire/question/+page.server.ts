import { errorSentence } from '$lib/errors'
import { failFrom, read, readApi, send } from '$lib/server/api'
import { isQuestion, type Content, type Item } from '$lib/questionnaire'
import { error, redirect, type RequestEvent } from '@sveltejs/kit'
import { afterPage, conditionChoices, fieldOfPlace, freeKey, itemKeys, itemKinds, itemOf, valuesOf, type ItemKind } from '../../../../_parts/questionnaire'
import { onlyWhoEdits, textsOf } from '../../../../_parts/server'
import { stepPath } from '../../../../_parts/steps'
import type { Actions, PageServerLoad } from './$types'

const draftOf = (event: RequestEvent<{ id: string }>) => read(event, readApi(event).GET('/api/consultations/{id}/questionnaire/draft', { params: { path: { id: event.params.id } } }))

/** The question of `?cle=`, or a new one of `?genre=` on `?page=`. */
function wanted(content: Content, query: URLSearchParams): { page: string, item: Item | undefined, kind: ItemKind } {
  const key = query.get('cle')
  const page = content.sections.find(section => key ? section.items.some(item => item.key === key) : section.key === query.get('page'))
  const item = page?.items.find(one => one.key === key)
  const kind = item?.kind ?? itemKinds.find(one => one === query.get('genre'))
  if (!page || !kind || (key && !item)) error(404, { message: errorSentence('questionnaire.question-unknown'), code: 'questionnaire.question-unknown' })
  return { page: page.key, item, kind }
}

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  onlyWhoEdits(consultation)
  const draft = await draftOf(event)
  if (!draft.editable) redirect(303, stepPath(consultation.id, 'questionnaire'))
  const { page, item, kind } = wanted(draft.content, event.url.searchParams)
  const dependents = item ? draft.content.sections.flatMap(({ items }) => items.filter(({ condition }) => condition?.question === item.key).map(({ label }) => label)) : []
  return {
    revision: draft.revision, kind, isNew: !item, title: draft.content.sections.find(({ key }) => key === page)?.title ?? '', dependents,
    values: item ? valuesOf(item) : { conditionHow: 'is', ...(kind === 'scale' ? { min: '1', max: '5' } : {}) },
    conditions: conditionChoices(draft.content, item ? item.key : afterPage(draft.content, page)), question: isQuestion({ kind } as Item),
  }
}

export const actions: Actions = {
  default: async event => {
    const values = textsOf(await event.request.formData())
    const { content } = await draftOf(event)
    const { page, item, kind } = wanted(content, event.url.searchParams)
    const key = item?.key ?? freeKey(itemKeys(content), kind === 'note' ? 't' : 'q')
    const made = itemOf(values, kind, key, item) as unknown as Item
    const sections = content.sections.map(section => section.key !== page ? section : { ...section, items: item ? section.items.map(one => one.key === key ? made : one) : [...section.items, made] })
    const at = sections.findIndex(section => section.key === page)
    const place = `sections.${at}.items.${sections[at]?.items.findIndex(one => one.key === key) ?? 0}`
    const outcome = await send(readApi(event).PUT('/api/consultations/{id}/questionnaire', { params: { path: { id: event.params.id } }, body: { revision: Number(values.revision), content: { ...content, sections } as unknown as Record<string, unknown> } }))
    if (!outcome.ok) return failFrom({ ...outcome.problem, refusals: outcome.problem.refusals.map(refusal => ({ ...refusal, at: fieldOfPlace(refusal.at, place) })) }, values)
    redirect(303, `${stepPath(event.params.id, 'questionnaire')}?fait=enregistre#item-${key}`)
  },
}
