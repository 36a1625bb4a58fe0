import { redirect } from '@sveltejs/kit'
import { comfortCookie, comfortOf, writeComfort } from '$lib/comfort'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ url }) => ({ saved: url.searchParams.has('enregistre') })

export const actions: Actions = {
  default: async ({ request, cookies, url }) => {
    const form = await request.formData()
    const comfort = comfortOf(form.get('theme'), form.get('text'), form.get('motion'))
    cookies.set(comfortCookie, writeComfort(comfort), { path: '/', maxAge: 365 * 24 * 3600, sameSite: 'lax', httpOnly: true, secure: url.protocol === 'https:' })
    redirect(303, '/confort?enregistre')
  },
}
