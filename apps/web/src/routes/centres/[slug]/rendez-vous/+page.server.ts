import type { Actions } from '@sveltejs/kit'
import { language } from '$lib/links'
import { needOf } from '$lib/needs'
import { failFrom, read, readApi, send } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => ({ offer: await read(event, readApi(event).GET('/api/centres/{slug}/appointments', { params: { path: { slug: event.params.slug } } })) })

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '').slice(0, 300).trim()
    const values = { starts: text('starts'), need: text('need'), spoken: text('spoken'), email: text('email'), phone: text('phone'), formToken: text('formToken') }
    const [day = '', starts = ''] = values.starts.split(' ')
    const outcome = await send(readApi(event).POST('/api/centres/{slug}/appointments', {
      params: { path: { slug: event.params.slug ?? '' } },
      body: { day, starts, need: needOf(values.need), spoken: values.spoken, email: values.email || undefined, phone: values.phone || undefined, language: language(), formToken: values.formToken },
    }))
    // A form that is too old is no use a second time: the page carries a new one.
    if (!outcome.ok) return failFrom(outcome.problem, { ...values, formToken: /form-(old|missing)$/.test(outcome.problem.code) ? '' : values.formToken })
    return { problem: null, values, done: outcome.data }
  },
}
