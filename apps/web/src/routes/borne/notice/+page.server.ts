import { redirect, type Actions } from '@sveltejs/kit'
import { m } from '@parvis/texts'
import type { Problem } from '$lib/problem'
import { readApi, send } from '$lib/server/api'
import { askedSession, orFirstScreen, sessionOf } from '$lib/server/kiosk'
import type { PageServerLoad } from './$types'

const unticked = (): Problem => ({ status: 422, code: 'form.incomplete', detail: '', facts: {}, sentence: m.kiosk_notice_missing(), refusals: [{ code: 'form.incomplete', at: 'lu', sentence: m.kiosk_notice_missing() }] })

export const load: PageServerLoad = async event => {
  const session = await sessionOf(event)
  if (session.noticeRead) redirect(303, '/borne/faire')
  return { version: session.noticeVersion, problem: event.url.searchParams.has('case') ? unticked() : null }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    if (form.get('lu') !== 'oui') redirect(303, '/borne/notice?case')
    const outcome = orFirstScreen(await send(readApi(event).PUT('/api/kiosks/session/notice', { body: { version: String(form.get('version') ?? ''), read: true } })))
    if (!outcome.ok) redirect(303, '/borne/notice?case')
    // Where one thing alone may be done, nobody is asked which.
    const { may: [first, ...others] } = await askedSession(event)
    redirect(303, first === 'ballot' && others.length === 0 ? '/borne/vote' : first === 'questionnaire' && others.length === 0 ? '/borne/questionnaire' : '/borne/faire')
  },
}
