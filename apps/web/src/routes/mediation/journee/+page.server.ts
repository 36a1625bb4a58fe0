import { redirect, type Actions } from '@sveltejs/kit'
import { failFrom, read, readApi, send } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => ({ ...await read(event, readApi(event).GET('/api/activity-reports/today')), closed: event.url.searchParams.get('fait') === 'cloture' })

const durations = [15, 30, 45, 60, 90, 120] as const
const workshops = [30, 45, 60, 90, 120, 180] as const

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const values = { centreId: String(form.get('centreId') ?? ''), minutes: String(form.get('minutes') ?? ''), workshop: form.get('workshop') === 'oui', title: String(form.get('title') ?? '').slice(0, 200), workshopMinutes: String(form.get('workshopMinutes') ?? '') }
    const outcome = await send(readApi(event).PUT('/api/activity-reports/today', {
      body: { centreId: values.centreId, workshop: values.workshop, title: values.title, minutes: durations.find(one => String(one) === values.minutes) ?? 30, workshopMinutes: workshops.find(one => String(one) === values.workshopMinutes) ?? 90 },
    }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, '/mediation/journee?fait=cloture')
  },
}
