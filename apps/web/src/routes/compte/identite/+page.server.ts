import { problemOf, read, readApi, requirePermission, send } from '$lib/server/api'
import { communeOf, postcodeOf } from '$lib/server/commune'
import { isVotePath } from '$lib/server/way-back'
import { returnPath } from '$lib/links'
import { fail, redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { account } = requirePermission(event, 'account.own')
  const api = readApi(event)
  const { civilStatus } = await read(event, api.GET('/api/account/civil-status'))
  return { civilStatus, postcode: await postcodeOf(api, civilStatus?.municipalityCode ?? account.municipality?.code), voting: isVotePath(returnPath(event.url, '')) }
}

export const actions: Actions = {
  default: async event => {
    requirePermission(event, 'account.own')
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '')
    const values = {
      birthSurname: text('birthSurname'), usageSurname: text('usageSurname'), givenNames: text('givenNames'),
      birthDate: text('birthDate'), postcode: text('codePostal'), chosen: text('commune'),
    }
    const api = readApi(event)
    const commune = await communeOf(api, form)
    const outcome = commune.code === null ? null : await send(api.PUT('/api/account/civil-status', {
      body: {
        birthSurname: values.birthSurname, givenNames: values.givenNames, birthDate: isoDate(values.birthDate), municipalityCode: commune.code,
        ...(values.usageSurname.trim() ? { usageSurname: values.usageSurname } : {}),
      },
    }))
    if (outcome?.ok) redirect(303, returnPath(event.url, '/compte?enregistre=identite'))
    if (outcome) {
      // The API names the commune's field; here it is reached by the postcode.
      const refusals = outcome.problem.refusals.map(refusal => refusal.at === 'municipalityCode' ? { ...refusal, at: 'codePostal' } : refusal)
      return fail(outcome.problem.status, { problem: { ...outcome.problem, refusals }, values, choices: commune.choices })
    }
    const missing = (['birthSurname', 'givenNames', 'birthDate'] as const).filter(name => !values[name].trim())
    const refusals = [
      ...problemOf(422, { refusals: missing.map(at => ({ code: `civil-status.${at === 'birthDate' ? 'birth-date' : 'name'}`, at })) }).refusals,
      ...(values.postcode.trim() ? commune.refusals : problemOf(422, { refusals: [{ code: 'postcode.five-digits', at: 'codePostal' }] }).refusals),
    ]
    return fail(422, { problem: { ...problemOf(422, {}), refusals }, values, choices: commune.choices })
  },
}

/** Browsers without a date field send what was typed: 27/03/1968. */
function isoDate(typed: string): string {
  const found = /^\s*(\d{1,2})[\s./-](\d{1,2})[\s./-](\d{4})\s*$/.exec(typed)
  return found ? `${found[3]}-${found[2]?.padStart(2, '0')}-${found[1]?.padStart(2, '0')}` : typed.trim()
}
