import { m } from '@parvis/texts'
import { read, readApi, send } from '$lib/server/api'
import { keepDesk, keptDesk } from '$lib/server/desk'
import { fail, redirect, type Actions } from '@sveltejs/kit'
import { communesOf, incomplete, personTyped } from '../_parts/person-typed'
import { afterAgreement } from '../session/[id]/_parts/next'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const api = readApi(event)
  const answered = event.url.searchParams.get('porte') === 'mandat' && event.cookies.get(asked3) === 'oui'
  if (answered) event.cookies.delete(asked3, { path: '/mediation/personne' })
  const [desk, consent, communes] = await Promise.all([read(event, api.GET('/api/desk')), read(event, api.GET('/api/consent-texts/current')), communesOf(event)])
  return {
    desk,
    consent,
    step: answered && desk.assistant === 'professional' && desk.today.quota.state !== 'reached' ? 'mandate' as const : 'doors' as const,
    communes: communes.map(({ name, alias }) => alias?.name ?? name),
    kept: keptDesk(event.cookies, desk),
    chosen: event.url.searchParams.get('consultation') ?? '',
    ended: event.url.searchParams.get('fait') === 'fin',
  }
}

/** The cookie that says that the three questions were asked of the person who is there. */
const asked3 = 'parvis_porte'

const durations = ['ONE_ACT', 'CONSULTATION', 'MONTH_31', 'SEMESTER_182'] as const
const methods = ['HANDWRITTEN', 'ON_SCREEN', 'SMS', 'ORAL'] as const
const moreScopes = ['CORRECT', 'WITHDRAW', 'RECEIVE_FOLLOWUP'] as const

export const actions: Actions = {
  /** Three questions, and the door that they lead to. What was answered stands in no address. */
  porte: async event => {
    const form = await event.request.formData()
    const asked = { compte: String(form.get('compte') ?? ''), main: String(form.get('main') ?? ''), protectiveMeasure: String(form.get('protectiveMeasure') ?? '') }
    const consultationId = String(form.get('consultationId') ?? '')
    const wrong = [
      ...(asked.compte ? [] : [{ at: 'compte', sentence: m.mediation_doors_missing_account() }]),
      ...(asked.main ? [] : [{ at: 'main', sentence: m.mediation_doors_missing_types() }]),
      ...(asked.protectiveMeasure ? [] : [{ at: 'protectiveMeasure', sentence: m.mediation_missing_protective() }]),
    ]
    if (wrong.length > 0) return fail(422, { step: 'doors' as const, asked, consultationId, problem: incomplete(wrong) })
    const yes = (answer: string) => answer === 'oui' ? 'yes' as const : 'no' as const
    const { doors } = await read(event, readApi(event).GET('/api/desk/doors', { params: { query: { account: yes(asked.compte), types: yes(asked.main), protective: yes(asked.protectiveMeasure) } } }))
    const chosen = form.get('porte') === 'on_behalf' && doors.includes('on_behalf') ? 'on_behalf' : doors[0]
    if (chosen === 'on_behalf') {
      // That it was asked, and nothing of what was answered; gone when the next page has read it.
      event.cookies.set(asked3, 'oui', { path: '/mediation/personne', maxAge: 600, httpOnly: true, sameSite: 'lax', secure: event.url.protocol === 'https:' })
      redirect(303, `/mediation/personne?porte=mandat${/^[0-9a-f-]{36}$/.test(consultationId) ? `&consultation=${consultationId}` : ''}`)
    }
    return { step: 'found' as const, asked, consultationId, doors }
  },

  /** The person did it with an account of their own: the act is noted, and nothing else. */
  accompagner: async event => {
    const form = await event.request.formData()
    const [consultationId, centreId] = [String(form.get('consultationId') ?? ''), String(form.get('centreId') ?? '')]
    const outcome = await send(readApi(event).POST('/api/assisted-sessions/accompanied', { body: { consultationId, centreId } }))
    if (!outcome.ok) return fail(outcome.problem.status, { step: 'found' as const, asked: { compte: 'oui', main: 'oui', protectiveMeasure: 'non' }, consultationId, doors: ['accompanied' as const], problem: outcome.problem })
    keepDesk(event.cookies, event.url, { consultationId, centreId })
    redirect(303, '/mediation?fait=accompagnee')
  },

  mandat: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const person = await personTyped(event, form)
    const values = {
      consultationId: text('consultationId'), centreId: text('centreId'), consentVersion: text('consentVersion'), consent: text('consent'), mandateCode: text('mandateCode').slice(0, 40),
      remote: text('remote'), phone: text('phone').slice(0, 30), duration: text('duration'), language: text('language'), scopes: form.getAll('scopes').map(String), others: form.getAll('others').map(String),
      ...person.values, evidence: text('evidence'),
    }
    // What only this form asks, in its order; the API checks the rest, and these again.
    const missing = (at: 'consultationId' | 'consent' | 'evidence', sentence: () => string) => values[at] ? [] : [{ at, sentence: sentence() }]
    const wrong = [
      ...missing('consultationId', m.mediation_missing_consultation),
      ...(values.mandateCode ? [] : missing('consent', m.mediation_missing_consent)),
      ...missing('evidence', m.mediation_missing_evidence),
      ...person.wrong,
    ]
    const { choices, commune } = person
    if (wrong.length > 0 || !person.identity) {
      return fail(422, { step: 'mandate' as const, problem: incomplete(wrong), values, choices, commune })
    }

    const { consultationId, centreId, consentVersion } = values
    const outcome = await send(readApi(event).POST('/api/assisted-sessions', {
      body: {
        consultationId, centreId, protectiveMeasure: text('protectiveMeasure') !== 'non', evidence: values.evidence === 'E2' ? 'E2' : 'E1',
        ...(values.mandateCode ? { mandateCode: values.mandateCode } : {
          consentVersion,
          mandate: {
            otherConsultationIds: values.others.filter(id => id !== consultationId),
            scopes: ['ANSWER' as const, ...moreScopes.filter(scope => values.scopes.includes(scope))],
            duration: durations.find(one => one === values.duration) ?? 'ONE_ACT',
            remote: values.remote === 'oui',
            method: methods.find(one => one === values.consent) ?? 'HANDWRITTEN',
            ...(values.consent === 'SMS' ? { phone: values.phone } : {}),
            language: values.language || 'fr',
          },
        }),
        identity: person.identity,
      },
    }))
    if (!outcome.ok) return fail(outcome.problem.status, { step: 'mandate' as const, problem: outcome.problem, values, choices, commune })
    keepDesk(event.cookies, event.url, { consultationId, centreId })
    const { id, mandate } = outcome.data
    // The person has yet to say yes: nothing can be entered before. By hand, the sheet is printed and signed first.
    if (mandate?.state !== 'in-force' || (mandate.method === 'HANDWRITTEN' && !values.mandateCode)) redirect(303, `/mediation/session/${id}/mandat`)
    redirect(303, afterAgreement(outcome.data))
  },
}
