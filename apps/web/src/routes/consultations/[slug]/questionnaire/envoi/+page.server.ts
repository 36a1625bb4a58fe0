import { forgetSheet, justSent, keepSent, keptSheet } from '$lib/server/answers'
import { failFrom, problemOf, read, readApi, send } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import { communeOf } from '$lib/server/commune'
import { openSheet, readQuestionnaire, startPath } from '$lib/server/questionnaire'
import { typedDay } from '$lib/server/typed-day'
import { fail, redirect, type Actions } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const now = await platformNow(event)
  // Just sent: this browser has forgotten the sheet, and shows what proves it.
  const receipt = justSent(event.cookies)
  if (receipt) {
    const { consultation, closesAt } = await readQuestionnaire(event)
    if (!keptSheet(event.cookies, consultation.id)) return { consultation, closesAt, state: 'sent' as const, own: false, now, receipt }
  }
  const { questionnaire, sheet } = await openSheet(event)
  if (sheet.refusals.length) redirect(303, `${startPath(questionnaire.consultation.slug)}/relecture`)
  const own = event.locals.session ? (await read(event, readApi(event).GET('/api/account/civil-status'))).civilStatus : null
  return { consultation: questionnaire.consultation, closesAt: sheet.closesAt, state: sheet.state, own: own !== null, now, receipt: null }
}

const empty = { birthSurname: '', usageSurname: '', givenNames: '', birthDate: { day: '', month: '', year: '' }, postcode: '', chosen: '' }

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const { questionnaire, sheet, code } = await openSheet(event)
    const text = (name: string) => String(form.get(name) ?? '').trim().slice(0, 200)
    const done = (receipt: string): never => {
      // Whoever comes next at this computer finds no answers, and soon no receipt.
      forgetSheet(event.cookies)
      const { slug } = questionnaire.consultation
      keepSent(event.cookies, event.url, slug, receipt)
      redirect(303, `${startPath(slug)}/envoi`)
    }
    const post = (civilStatus?: { birthSurname: string, usageSurname?: string, givenNames: string, birthDate: string, municipalityCode: string }) =>
      send(readApi(event).POST('/api/answer-sheets/{code}/sending', { params: { path: { code } }, body: civilStatus ? { civilStatus } : {} }))
    if (sheet.state !== 'draft' || form.get('compte') === 'oui') {
      const outcome = await post()
      return outcome.ok ? done(outcome.data.code) : failFrom(outcome.problem, { ...empty })
    }
    const birthDate = typedDay(form, 'birthDate')
    const values = { birthSurname: text('birthSurname'), usageSurname: text('usageSurname'), givenNames: text('givenNames'), birthDate: birthDate.typed, postcode: text('codePostal'), chosen: text('commune') }
    const commune = await communeOf(readApi(event), form)
    const missing = [
      ...(values.birthSurname ? [] : [{ code: 'civil-status.birth-surname', at: 'birthSurname' }]), ...(values.givenNames ? [] : [{ code: 'civil-status.given-names', at: 'givenNames' }]),
      ...(birthDate.value || birthDate.refusal ? [] : [{ code: 'civil-status.birth-date', at: 'birthDate-jour' }]), ...(values.postcode ? [] : [{ code: 'postcode.five-digits', at: 'codePostal' }]),
    ]
    const refusals = [...problemOf(422, { refusals: missing }).refusals, ...(birthDate.refusal ? [{ code: 'civil-status.birth-date', ...birthDate.refusal }] : []), ...commune.refusals]
    if (refusals.length || commune.code === null) return fail(422, { problem: { ...problemOf(422, { code: 'request.invalid' }), refusals }, values, choices: commune.choices })
    const outcome = await post({ birthSurname: values.birthSurname, givenNames: values.givenNames, birthDate: birthDate.value, municipalityCode: commune.code, ...(values.usageSurname ? { usageSurname: values.usageSurname } : {}) })
    if (outcome.ok) return done(outcome.data.code)
    const here: Record<string, string> = { 'civilStatus.municipalityCode': 'codePostal', 'civilStatus.birthDate': 'birthDate-jour' }
    return fail(outcome.problem.status, { problem: { ...outcome.problem, refusals: outcome.problem.refusals.map(refusal => ({ ...refusal, at: here[refusal.at ?? ''] ?? refusal.at?.replace('civilStatus.', '') })) }, values, choices: commune.choices })
  },
}
