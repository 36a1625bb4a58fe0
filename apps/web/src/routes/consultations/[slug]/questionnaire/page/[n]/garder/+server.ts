import { m } from '@parvis/texts'
import { json } from '@sveltejs/kit'
import { hour } from '$lib/format'
import { keepSheet, keptSheet, markOf, readAnswers } from '$lib/server/answers'
import { readApi, send } from '$lib/server/api'
import { readQuestionnaire, sectionAt } from '$lib/server/questionnaire'
import type { RequestHandler } from './$types'

/** Kinds that only a whole page sends: a script does not send a file again and again. */
const WHOLE = ['file']

/** Keeps a page while it is typed. `state`: kept, newer (something later stands there), gone (this browser holds these answers no more), stopped, failed. */
const said = (state: 'kept' | 'newer' | 'gone' | 'stopped' | 'failed', sentence: string, status = 200) => json({ state, sentence }, { status, headers: { 'cache-control': 'no-store' } })

export const POST: RequestHandler = async event => {
  const form = await event.request.formData()
  const { consultation, content } = await readQuestionnaire(event)
  const code = keptSheet(event.cookies, consultation.id)
  // Erased here, or another sheet was begun at this shared computer: nobody's answers go into somebody else's.
  if (!code || String(form.get('feuille') ?? '') !== markOf(code)) return said('gone', m.survey_autosave_gone(), 409)
  if (!content) return said('stopped', m.survey_autosave_stopped(), 409)
  const { section } = sectionAt(content, event.params.n)
  const shown = form.getAll('montre').map(String).slice(0, 120).filter(key => !WHOLE.includes(section.items.find(item => item.key === key)?.kind ?? ''))
  const { answers, refusals } = readAnswers(form, section.items.filter(({ key }) => shown.includes(key)))
  // What the form alone can be wrong about is not readable yet: what was kept before stays.
  const wrong = new Set(refusals.map(({ at }) => at.replace(/-(jour|mois|annee)$/, '')))
  const outcome = await send(readApi(event).PUT('/api/answer-sheets/{code}/pages/{section}/draft', {
    params: { path: { code, section: section.key } },
    body: { answers: answers as Record<string, Record<string, unknown>>, shown: shown.filter(key => !wrong.has(key)), typedAt: Math.max(0, Math.round(Number(form.get('tape')) || 0)) },
  }))
  if (!outcome.ok) {
    const { status } = outcome.problem
    return status === 404 ? said('gone', m.survey_autosave_gone(), 409) : status === 409 ? said('stopped', m.survey_autosave_stopped(), 409) : said('failed', m.survey_autosave_failed(), 503)
  }
  keepSheet(event.cookies, event.url, consultation.id, code)
  return outcome.data.kept ? said('kept', m.survey_autosave_saved({ hour: hour(outcome.data.at) })) : said('newer', m.survey_autosave_newer())
}
