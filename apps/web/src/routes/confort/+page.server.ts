import { redirect } from '@sveltejs/kit'
import { comfortCookie, readComfort, writeComfort } from '$lib/comfort'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ url }) => ({ saved: url.searchParams.has('enregistre') })

export const actions: Actions = {
  default: async ({ request, cookies, url }) => {
    const form = await request.formData()
    const comfort = readComfort(`${form.get('theme')}.${form.get('text')}`)
    cookies.set(comfortCookie, writeComfort(comfort), { path: '/', maxAge: 365 * 24 * 3600, sameSite: 'lax', httpOnly: true, secure: url.protocol === 'https:' })
    redirect(303, '/confort?enregistre')
  },
}
