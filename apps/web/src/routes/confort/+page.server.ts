import { redirect, type RequestEvent } from '@sveltejs/kit'
import { comfortCookie, comfortOf, versionOf, writeComfort, type Comfort } from '$lib/comfort'
import { returnPath } from '$lib/links'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ url }) => ({ saved: url.searchParams.has('enregistre') })

export const actions: Actions = {
  choisir: async event => {
    const form = await event.request.formData()
    keep(event, comfortOf(form.get('theme'), form.get('text'), form.get('motion'), form.get('version') ?? event.locals.comfort.version))
    redirect(303, '/confort?enregistre')
  },
  /** The switch of every page: the words change, the page stays. */
  version: async event => {
    const version = versionOf((await event.request.formData()).get('version')) ?? 'complete'
    keep(event, { ...event.locals.comfort, version })
    redirect(303, returnPath(event.url))
  },
}

function keep({ cookies, url }: RequestEvent, comfort: Comfort) {
  cookies.set(comfortCookie, writeComfort(comfort), { path: '/', maxAge: 365 * 24 * 3600, sameSite: 'lax', httpOnly: true, secure: url.protocol === 'https:' })
}
