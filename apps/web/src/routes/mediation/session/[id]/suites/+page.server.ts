import { failFrom, read, readApi, send } from '$lib/server/api'
import { language } from '$lib/links'
import { redirect, type Actions } from '@sveltejs/kit'
import { toReceipt } from '../_parts/to-receipt'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { session } = await event.parent()
  if (!session.mandate?.mayFollowUp) redirect(303, `/mediation/session/${session.id}`)
  return { smsOffered: (await read(event, readApi(event).GET('/api/desk'))).smsOffered }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const values = { way: text('way') || 'centre', contact: text('contact').slice(0, 400), receipt: text('receipt').slice(0, 40) }
    const way = (['sms', 'post', 'centre'] as const).find(known => known === values.way) ?? 'centre'
    const outcome = await send(readApi(event).POST('/api/assisted-sessions/{id}/follow-ups', {
      params: { path: { id: event.params.id ?? '' } }, body: { way, language: language(), ...(way !== 'centre' && { contact: values.contact }), ...(values.receipt && { receipt: values.receipt }) },
    }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    return toReceipt(event, outcome.data.code)
  },
}
