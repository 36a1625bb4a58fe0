import { problemOf, read, readApi, requirePermission, send } from '$lib/server/api'
import { communeOf, postcodeOf } from '$lib/server/commune'
import { typedDay } from '$lib/server/typed-day'
import { isVotePath } from '$lib/server/way-back'
import { returnPath } from '$lib/links'
import { fail, redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { account } = requirePermission(event, 'account.own')
  const api = readApi(event)
  const { civilStatus } = await read(event, api.GET('/api/account/civil-status'))
  const [year = '', month = '', day = ''] = civilStatus?.birthDate.split('-') ?? []
  return { civilStatus, birthDate: { day, month, year }, postcode: await postcodeOf(api, civilStatus?.municipalityCode ?? account.municipality?.code), voting: isVotePath(returnPath(event.url, '')) }
}

const hasLetters = (text: string) => /\p{L}/u.test(text)
const nameCodes = [['birthSurname', 'civil-status.birth-surname', false], ['usageSurname', 'civil-status.usage-surname', true], ['givenNames', 'civil-status.given-names', false]] as const

export const actions: Actions = {
  default: async event => {
    requirePermission(event, 'account.own')
    const form = await event.request.formData()
    const birthDate = typedDay(form, 'birthDate')
    const text = (name: string) => String(form.get(name) ?? '')
    const values = {
      birthSurname: text('birthSurname'), usageSurname: text('usageSurname'), givenNames: text('givenNames'),
      birthDate: birthDate.typed, postcode: text('codePostal'), chosen: text('commune'),
    }
    const api = readApi(event)
    const commune = await communeOf(api, form)
    const outcome = commune.code === null || !birthDate.value ? null : await send(api.PUT('/api/account/civil-status', {
      body: {
        birthSurname: values.birthSurname, givenNames: values.givenNames, birthDate: birthDate.value, municipalityCode: commune.code,
        ...(values.usageSurname.trim() ? { usageSurname: values.usageSurname } : {}),
      },
    }))
    if (outcome?.ok) redirect(303, returnPath(event.url, '/compte?enregistre=identite'))
    if (outcome) {
      // The API names the commune and the date; here they are reached by the postcode and the day.
      const here: Record<string, string> = { municipalityCode: 'codePostal', birthDate: 'birthDate-jour' }
      const refusals = outcome.problem.refusals.map(refusal => ({ ...refusal, at: here[refusal.at ?? ''] ?? refusal.at }))
      return fail(outcome.problem.status, { problem: { ...outcome.problem, refusals }, values, choices: commune.choices })
    }
    // The API was not asked: what can be seen from here is said all at once.
    const names = nameCodes.filter(([at, , optional]) => !hasLetters(values[at]) && !(optional && !values[at].trim()))
    const refusals = [
      ...problemOf(422, { refusals: names.map(([at, code]) => ({ code, at })) }).refusals,
      ...(birthDate.refusal ? [{ code: 'civil-status.birth-date', ...birthDate.refusal }] : birthDate.value ? [] : problemOf(422, { refusals: [{ code: 'civil-status.birth-date', at: 'birthDate-jour' }] }).refusals),
      ...(values.postcode.trim() ? commune.refusals : problemOf(422, { refusals: [{ code: 'postcode.five-digits', at: 'codePostal' }] }).refusals),
    ]
    return fail(422, { problem: { ...problemOf(422, {}), refusals }, values, choices: commune.choices })
  },
}
