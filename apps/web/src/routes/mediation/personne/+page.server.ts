import { m } from '@parvis/texts'
import { errorSentence } from '$lib/errors'
import type { Problem } from '$lib/problem'
import { read, readApi, send } from '$lib/server/api'
import { keepDesk, keptDesk } from '$lib/server/desk'
import { typedCommune, type TypedCommune } from '$lib/server/typed-commune'
import { typedDay } from '$lib/server/typed-day'
import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

const communesOf = (event: RequestEvent) => read(event, readApi(event).GET('/api/municipalities', { params: { query: {} } }))

export const load: PageServerLoad = async event => {
  const api = readApi(event)
  const [desk, consent, communes] = await Promise.all([read(event, api.GET('/api/desk')), read(event, api.GET('/api/consent-texts/current')), communesOf(event)])
  return {
    desk,
    consent,
    communes: communes.map(({ name, alias }) => alias?.name ?? name),
    kept: keptDesk(event.cookies, desk),
    chosen: event.url.searchParams.get('consultation') ?? '',
    ended: event.url.searchParams.get('fait') === 'fin',
  }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const birthDate = typedDay(form, 'birthDate')
    const values = {
      consultationId: text('consultationId'), centreId: text('centreId'), consentVersion: text('consentVersion'), consent: text('consent'), protectiveMeasure: text('protectiveMeasure'),
      birthSurname: text('birthSurname'), usageSurname: text('usageSurname'), givenNames: text('givenNames'), birthDate: birthDate.typed, commune: text('codePostal').slice(0, 100), evidence: text('evidence'),
    }
    const commune: TypedCommune = values.commune
      ? typedCommune(values.commune, await communesOf(event), ({ name, alias }) => alias ? m.account_commune_of({ alias: alias.name, name }) : name)
      : { choices: [], close: false }
    const code = 'found' in commune ? commune.found : commune.choices.find(({ value }) => value === text('commune'))?.value
    const choices = 'found' in commune ? [] : commune.choices

    // What only this form asks, in its order; the API checks the rest, and these again.
    const missing = (at: keyof typeof values, sentence: () => string) => values[at] ? [] : [{ at, sentence: sentence() }]
    const wrong = [
      ...missing('consultationId', m.mediation_missing_consultation),
      ...missing('consent', m.mediation_missing_consent),
      ...missing('protectiveMeasure', m.mediation_missing_protective),
      ...missing('evidence', m.mediation_missing_evidence),
      ...missing('birthSurname', m.mediation_missing_birth_surname),
      ...missing('givenNames', m.mediation_missing_given_names),
      ...(birthDate.refusal ? [birthDate.refusal] : birthDate.value ? [] : [{ at: 'birthDate-jour', sentence: m.mediation_missing_birth_date() }]),
      ...(code ? [] : [communeRefusal(values.commune, commune)]),
    ]
    if (wrong.length > 0 || !code) {
      const problem: Problem = { status: 422, code: 'form.incomplete', detail: '', facts: {}, sentence: m.mediation_missing(), refusals: wrong.map(refusal => ({ code: 'form.incomplete', ...refusal })) }
      return fail(422, { problem, values, choices, commune: code ?? null })
    }

    const { consultationId, centreId, consentVersion, birthSurname, usageSurname, givenNames } = values
    const outcome = await send(readApi(event).POST('/api/assisted-sessions', {
      body: {
        consultationId, centreId, consentVersion, protectiveMeasure: values.protectiveMeasure === 'oui', evidence: values.evidence === 'E2' ? 'E2' : 'E1',
        identity: { birthSurname, usageSurname: usageSurname || undefined, givenNames, birthDate: birthDate.value, municipalityCode: code },
      },
    }))
    if (!outcome.ok) return fail(outcome.problem.status, { problem: outcome.problem, values, choices, commune: code })
    keepDesk(event.cookies, event.url, { consultationId, centreId })
    const { id, may } = outcome.data
    // Where one thing alone may be done, nobody is asked which.
    const [only] = may.length === 1 ? may : []
    redirect(303, `/mediation/session/${id}${only === 'ballot' ? '/vote' : only === 'questionnaire' ? '/questionnaire' : ''}`)
  },
}

function communeRefusal(typed: string, commune: TypedCommune): { at: string, sentence: string } {
  if (!typed) return { at: 'codePostal', sentence: m.mediation_missing_commune() }
  if (/^[\d\s]+$/.test(typed) && typed.replace(/\s/g, '').length !== 5) return { at: 'codePostal', sentence: errorSentence('postcode.five-digits') }
  if ('found' in commune || commune.choices.length === 0) return { at: 'codePostal', sentence: m.mediation_commune_unknown({ typed }) }
  return { at: 'commune', sentence: commune.close ? m.mediation_commune_close({ typed }) : m.mediation_commune_which({ typed }) }
}
