import { m } from '@parvis/texts'
import { redirect } from '@sveltejs/kit'
import { failFrom, problemOf, read, readApi, readPublicApi, send } from '$lib/server/api'
import { typedCommune } from '$lib/server/typed-commune'
import { organisationKindCodes } from '../mediation/_parts/words'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ url }) => ({ received: url.searchParams.has('recue') })

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const values = { name: text('name'), siret: text('siret'), kind: text('kind'), codePostal: text('codePostal'), commune: text('commune'), places: text('places'), contactName: text('contactName'), contactEmail: text('contactEmail'), contactPhone: text('contactPhone') }
    const all = await read(event, readPublicApi(event).GET('/api/municipalities', { params: { query: {} } }))
    const typed = typedCommune(values.codePostal, all, one => one.alias?.name ?? one.name)
    const choices = 'choices' in typed ? typed.choices : []
    const municipalityCode = 'found' in typed ? typed.found : choices.find(({ value }) => value === values.commune)?.value
    if (!municipalityCode) {
      return failFrom(problemOf(422, { code: 'request.invalid', refusals: [choices.length > 1 ? { code: 'municipality.choose', at: 'commune' } : { code: 'municipality.unknown', at: 'codePostal' }] }), { ...values, choices })
    }
    const outcome = await send(readApi(event).POST('/api/organisation-requests', {
      body: {
        name: values.name, siret: values.siret, kind: organisationKindCodes.find(known => known === values.kind) ?? ('' as 'other'), municipalityCode,
        places: values.places, contactName: values.contactName, contactEmail: values.contactEmail, contactPhone: values.contactPhone,
      },
    }))
    if (!outcome.ok) {
      // An empty field, or one that is no number: said in the words of this form.
      const own: Record<string, string> = { name: m.habilitation_join_wrong_name(), siret: m.error_organisation_siret(), kind: m.habilitation_join_wrong_kind(), contactName: m.habilitation_join_wrong_contact() }
      const refusals = outcome.problem.refusals.map(one => (one.code.startsWith('field.') && one.at && own[one.at] ? { ...one, sentence: own[one.at] ?? one.sentence } : one))
      return failFrom({ ...outcome.problem, refusals }, { ...values, choices })
    }
    redirect(303, '/devenir-lieu-d-accueil?recue=oui')
  },
}
