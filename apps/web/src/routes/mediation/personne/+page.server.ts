import { failFrom, read, readApi, send } from '$lib/server/api'
import { fail, redirect, type Actions } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const api = readApi(event)
  const [desk, consent, communes] = await Promise.all([
    read(event, api.GET('/api/desk')),
    read(event, api.GET('/api/consent-texts/current')),
    read(event, api.GET('/api/municipalities', { params: { query: {} } })),
  ])
  return { desk, consent, communes: communes.map(({ code, name }) => ({ value: code, label: name })), chosen: event.url.searchParams.get('consultation') ?? '' }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const values = {
      consultationId: text('consultationId'), centreId: text('centreId'), consentVersion: text('consentVersion'), consent: text('consent'), protectiveMeasure: text('protectiveMeasure'),
      birthSurname: text('birthSurname'), usageSurname: text('usageSurname'), givenNames: text('givenNames'), birthDate: text('birthDate'), municipalityCode: text('municipalityCode'), evidence: text('evidence'),
    }
    // What only this form asks; the API checks the rest, and these again.
    const missing = (['consultationId', 'protectiveMeasure', 'consent', 'birthSurname', 'givenNames', 'birthDate', 'municipalityCode', 'evidence'] as const).filter(name => !values[name])
    if (missing.length) return fail(422, { missing, problem: null, values })
    const outcome = await send(readApi(event).POST('/api/assisted-sessions', {
      body: {
        consultationId: values.consultationId, centreId: values.centreId, consentVersion: values.consentVersion,
        protectiveMeasure: values.protectiveMeasure === 'oui', evidence: values.evidence === 'E2' ? 'E2' : 'E1',
        identity: { birthSurname: values.birthSurname, usageSurname: values.usageSurname || undefined, givenNames: values.givenNames, birthDate: values.birthDate, municipalityCode: values.municipalityCode },
      },
    }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `/mediation/session/${outcome.data.id}`)
  },
}
