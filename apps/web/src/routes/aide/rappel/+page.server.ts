import { m } from '@parvis/texts'
import { fail, redirect } from '@sveltejs/kit'
import { problemOf, readApi, send } from '$lib/server/api'
import { communeOf } from '$lib/server/commune'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const before = /^20\d{2}-\d{2}-\d{2}$/.exec(event.url.searchParams.get('avant') ?? '')?.[0]
  return { before: event.url.searchParams.get('fait') === 'note' ? before ?? null : null }
}

const wanted = ['any', 'morning', 'afternoon', 'evening'] as const

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '').trim().slice(0, 40)
    const values = { phone: text('phone'), codePostal: text('codePostal'), commune: text('commune'), language: text('language'), wanted: text('wanted') }
    const api = readApi(event)
    const commune = await communeOf(api, form)
    const missing = [
      ...(values.codePostal ? [] : [{ code: 'form.incomplete', at: 'codePostal', sentence: m.callback_missing_postcode() }]),
      ...(values.language ? [] : [{ code: 'form.incomplete', at: 'language', sentence: m.callback_missing_language() }]),
      ...(values.phone ? [] : problemOf(422, { refusals: [{ code: 'phone.number', at: 'phone' }] }).refusals),
    ]
    const refusals = [...missing, ...commune.refusals]
    if (refusals.length || commune.code === null) return fail(422, { problem: { ...problemOf(422, { code: 'request.invalid' }), refusals }, values, choices: commune.choices })
    const outcome = await send(api.POST('/api/callbacks', { body: { phone: values.phone, municipalityCode: commune.code, language: values.language, wanted: wanted.find(one => one === values.wanted) ?? 'any' } }))
    if (!outcome.ok) return fail(outcome.problem.status, { problem: outcome.problem, values, choices: commune.choices })
    redirect(303, `/aide/rappel?fait=note&avant=${outcome.data.dueOn}`)
  },
}
