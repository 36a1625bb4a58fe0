import { redirect } from '@sveltejs/kit'
import { failFrom, problemOf, read, readApi, readPublicApi, send } from '$lib/server/api'
import { typedCommune } from '$lib/server/typed-commune'
import { availabilityCodes, skillCodes } from './words'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => ({
  own: event.locals.session ? await read(event, readApi(event).GET('/api/reserve')) : null,
  done: event.url.searchParams.get('fait'),
})

const nothing = { codePostal: '', commune: '', languages: '', skills: [] as string[], availability: [] as string[], choices: [] as { value: string, label: string }[] }

export const actions: Actions = {
  rejoindre: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const values = { codePostal: text('codePostal'), commune: text('commune'), languages: text('languages'), skills: form.getAll('skills').map(String), availability: form.getAll('availability').map(String) }
    const all = await read(event, readPublicApi(event).GET('/api/municipalities', { params: { query: {} } }))
    const typed = typedCommune(values.codePostal, all, one => one.alias?.name ?? one.name)
    const choices = 'choices' in typed ? typed.choices : []
    const municipalityCode = 'found' in typed ? typed.found : choices.find(({ value }) => value === values.commune)?.value
    const refusals = [
      ...(municipalityCode ? [] : [choices.length > 1 ? { code: 'municipality.choose', at: 'commune' } : { code: 'municipality.unknown', at: 'codePostal' }]),
      ...(values.skills.length ? [] : [{ code: 'reserve.no-skill', at: 'skills' }]),
      ...(values.availability.length ? [] : [{ code: 'reserve.no-availability', at: 'availability' }]),
    ]
    if (!municipalityCode || refusals.length) return failFrom(problemOf(422, { code: 'request.invalid', refusals }), { ...values, choices })
    const outcome = await send(readApi(event).PUT('/api/reserve', {
      body: {
        municipalityCode, languages: values.languages.split(/[,;\n]/).map(one => one.trim()).filter(Boolean),
        skills: skillCodes.filter(code => values.skills.includes(code)), availability: availabilityCodes.filter(code => values.availability.includes(code)),
      },
    }))
    if (!outcome.ok) return failFrom(outcome.problem, { ...values, choices })
    redirect(303, '/reserve-citoyenne?fait=inscrit')
  },
  quitter: async event => {
    const outcome = await send(readApi(event).DELETE('/api/reserve'))
    if (!outcome.ok) return failFrom(outcome.problem, nothing)
    redirect(303, '/reserve-citoyenne?fait=parti')
  },
  repondre: async event => {
    const form = await event.request.formData()
    const outcome = await send(readApi(event).POST('/api/reserve/missions/{id}/answers', { params: { path: { id: String(form.get('mission') ?? '') } }, body: { accept: form.get('reponse') === 'oui' } }))
    if (!outcome.ok) return failFrom(outcome.problem, nothing)
    redirect(303, '/reserve-citoyenne?fait=repondu')
  },
}
