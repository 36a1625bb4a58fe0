import { forgetSent, forgetSheet, keepSheet, keptSheet } from '$lib/server/answers'
import { read, readApi, send } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import { pagePath, readQuestionnaire, startPath } from '$lib/server/questionnaire'
import { failFrom } from '$lib/server/api'
import { redirect, type Actions } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const questionnaire = await readQuestionnaire(event)
  const consultation = await read(event, readApi(event).GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId: event.params.slug } } }))
  const code = keptSheet(event.cookies, questionnaire.consultation.id)
  const kept = code ? await send(readApi(event).GET('/api/answer-sheets/{code}', { params: { path: { code } } })) : null
  return { questionnaire, minAge: consultation.minAge, offlineWays: consultation.offlineWays.length > 0, kept: kept?.ok ? kept.data.state : null, now: await platformNow(event), done: event.url.searchParams.get('fait') }
}

export const actions: Actions = {
  commencer: async event => {
    const { consultation } = await readQuestionnaire(event)
    const outcome = await send(readApi(event).POST('/api/consultations/{slugOrId}/answer-sheets', { params: { path: { slugOrId: consultation.id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, { code: '' })
    forgetSent(event.cookies, consultation.slug)
    keepSheet(event.cookies, event.url, consultation.id, outcome.data.code)
    redirect(303, pagePath(consultation.slug, 1))
  },
  /** With the code that was given on an earlier page, on this device or another. */
  reprendre: async event => {
    const code = String((await event.request.formData()).get('code') ?? '').trim().slice(0, 60)
    const { consultation } = await readQuestionnaire(event)
    const outcome = await send(readApi(event).GET('/api/answer-sheets/{code}', { params: { path: { code: code || '-' } } }))
    if (!outcome.ok) return failFrom({ ...outcome.problem, refusals: [{ code: outcome.problem.code, at: 'code', sentence: outcome.problem.sentence }] }, { code })
    const { id, slug } = outcome.data.consultation
    keepSheet(event.cookies, event.url, id, code)
    redirect(303, `${startPath(id === consultation.id ? consultation.slug : slug)}/relecture`)
  },
  /** What this account sent already. */
  miennes: async event => {
    const { consultation } = await readQuestionnaire(event)
    const outcome = await send(readApi(event).POST('/api/consultations/{slugOrId}/answer-sheets/own', { params: { path: { slugOrId: consultation.id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, { code: '' })
    keepSheet(event.cookies, event.url, consultation.id, outcome.data.code)
    redirect(303, `${startPath(consultation.slug)}/relecture`)
  },
  oublier: async event => {
    forgetSheet(event.cookies)
    forgetSent(event.cookies, event.params.slug ?? '')
    redirect(303, `${startPath(event.params.slug ?? '')}?fait=efface`)
  },
}
