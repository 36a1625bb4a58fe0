import { readApi, send } from '$lib/server/api'
import { redirect, type Actions } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { session } = await event.parent()
  // Nothing can be entered: what is missing is said there.
  if ((session.phone ?? session.mandate)?.state !== 'in-force') redirect(303, `/mediation/session/${session.id}/${session.phone ? 'accord' : 'mandat'}`)
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    // Ending twice, or after the half hour, comes to the same: nothing of the person is left.
    await send(readApi(event).DELETE('/api/assisted-sessions/{id}', { params: { path: { id: event.params.id ?? '' } } }))
    redirect(303, form.get('suite') === 'suivante' ? '/mediation/personne?fait=fin' : form.get('suite') === 'telephone' ? '/mediation/telephone?fait=fin' : '/mediation?fait=fin')
  },
}
