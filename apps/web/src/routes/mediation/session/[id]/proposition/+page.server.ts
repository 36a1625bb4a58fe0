import { randomUUID } from 'node:crypto'
import type { components } from '@parvis/api-client'
import { problemOf, read, readApi, send } from '$lib/server/api'
import { stepMap, typedPlace } from '$lib/server/place'
import { tooShort } from '$lib/server/proposals'
import { chosenFile, fileBody, formWithFiles, tooHeavy } from '$lib/server/uploads'
import type { Problem } from '$lib/problem'
import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import { toReceipt } from '../_parts/to-receipt'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { session } = await event.parent()
  if (!session.may.includes('proposal')) redirect(303, `/mediation/session/${session.id}`)
  const consultation = await read(event, readApi(event).GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId: session.consultation.id } } }))
  return { communes: consultation.communes, theme: consultation.theme, token: randomUUID() }
}

/** Said at the desk too, before anything is sent: the person may rather support what is there. */
async function similarTo(event: RequestEvent, { title, body }: { title: string, body: string }) {
  const api = readApi(event)
  const session = await read(event, api.GET('/api/assisted-sessions/{id}', { params: { path: { id: event.params.id ?? '' } } }))
  const found = await read(event, api.POST('/api/consultations/{slugOrId}/similar-proposals', { params: { path: { slugOrId: session.consultation.id } }, body: { title, body } }))
  return { slug: session.consultation.slug, items: found.items }
}

type Values = Record<'title' | 'body' | 'theme' | 'municipalityCode' | 'place' | 'lat' | 'lon' | 'submissionToken', string>
type Files = components['schemas']['AttachmentsView']

/** One page, step by step: the form carries everything, and nothing of the person stands in an address. */
interface State {
  step: 'write' | 'place' | 'files' | 'review'
  values: Values
  problem: Problem | null
  spot: Awaited<ReturnType<typeof stepMap>>
  files: Files | null
  /** What was typed of a picture that was refused. */
  picture: { alt: string, decorative: boolean }
  similar: Awaited<ReturnType<typeof similarTo>> | null
}

/** Only a commune has a map: where the consultation has one commune, it is that one. */
async function communeOf(event: RequestEvent, chosen: string): Promise<string> {
  if (chosen) return chosen
  const api = readApi(event)
  const session = await read(event, api.GET('/api/assisted-sessions/{id}', { params: { path: { id: event.params.id ?? '' } } }))
  const { communes } = await read(event, api.GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId: session.consultation.id } } }))
  return communes.length === 1 ? communes[0]?.code ?? '' : ''
}

const pathOf = (event: RequestEvent, values: Values) => ({ id: event.params.id ?? '', token: values.submissionToken })
const filesOf = (event: RequestEvent, values: Values) => read(event, readApi(event).GET('/api/assisted-sessions/{id}/proposal-files/{token}', { params: { path: pathOf(event, values) } }))
const degrees = (text: string) => Number(text.trim().replace(',', '.'))

async function changeFiles(event: RequestEvent, form: FormData, values: Values) {
  if (form.get('step') === 'remove') return send(readApi(event).DELETE('/api/assisted-sessions/{id}/proposal-files/{token}/{file}', { params: { path: { ...pathOf(event, values), file: String(form.get('file') ?? '') } } }))
  const picture = { alt: String(form.get('alt') ?? '').slice(0, 1000), decorative: String(form.get('decorative') === 'oui') }
  return send(readApi(event).POST('/api/assisted-sessions/{id}/proposal-files/{token}', { params: { path: pathOf(event, values) }, body: fileBody(chosenFile(form, 'given'), picture) }))
}

export const actions: Actions = {
  default: async event => {
    const { form, heavy } = await formWithFiles(event)
    const text = (name: string) => String(form.get(name) ?? '')
    const values: Values = { title: text('title'), body: text('body'), theme: text('theme'), municipalityCode: text('municipalityCode'), place: text('place'), lat: text('lat'), lon: text('lon'), submissionToken: text('submissionToken') }
    const state = (over: Partial<State>): State => ({ step: 'write', values, problem: null, spot: null, files: null, picture: { alt: '', decorative: false }, similar: null, ...over })
    const refused = (problem: Problem, over: Partial<State> = {}) => fail(problem.status, state({ ...over, problem }))
    const step = form.has('clic.x') ? 'place' : text('step')
    if (step === 'place' || step === 'middle' || step === 'unplace') {
      values.municipalityCode = await communeOf(event, values.municipalityCode)
      const spot = await stepMap(event, values.municipalityCode, form)
      const [lon, lat] = step === 'middle' && spot ? spot.map.middle : []
      if (step === 'unplace') Object.assign(values, { lat: '', lon: '' })
      else if (lat !== undefined && lon !== undefined) Object.assign(values, { lat: lat.toFixed(4), lon: lon.toFixed(4) })
      else if (spot?.point) Object.assign(values, spot.point)
      return state({ step: 'place', spot })
    }
    if (step === 'files') return state({ step: 'files', files: await filesOf(event, values) })
    // The button is behind the file, which may be what is left unread.
    if (heavy.length) return refused(tooHeavy(heavy), { step: 'files', files: await filesOf(event, values), picture: { alt: text('alt'), decorative: text('decorative') === 'oui' } })
    if (step === 'add' || step === 'remove') {
      const outcome = await changeFiles(event, form, values)
      if (outcome.ok) return state({ step: 'files', files: outcome.data })
      const problem = { ...outcome.problem, refusals: outcome.problem.refusals.map(refusal => ({ ...refusal, at: refusal.at === 'file' ? 'given' : refusal.at })) }
      return refused(problem, { step: 'files', files: await filesOf(event, values), picture: { alt: text('alt'), decorative: text('decorative') === 'oui' } })
    }
    // Read back aloud first; « Corriger » comes back to the form with everything in it.
    if (step === 'write') return state({})
    const wrongPlace = typedPlace(form).refusals
    if (wrongPlace.length > 0) return refused(problemOf(422, { code: 'request.invalid', refusals: wrongPlace }), { step: 'place', spot: await stepMap(event, values.municipalityCode, form) })
    if (step === 'keep') return state({})
    if (step !== 'send') {
      const refusals = tooShort(values)
      if (refusals.length > 0) return refused(problemOf(422, { code: 'request.invalid', refusals }))
      return state({ step: 'review', similar: await similarTo(event, values), files: await filesOf(event, values) })
    }
    const { title, body, theme, submissionToken } = values
    const outcome = await send(readApi(event).POST('/api/assisted-sessions/{id}/proposals', {
      params: { path: { id: event.params.id ?? '' } },
      body: {
        title, body, theme, submissionToken, municipalityCode: values.municipalityCode || undefined, place: values.place || undefined,
        ...(values.lat && values.lon ? { lat: degrees(values.lat), lon: degrees(values.lon) } : {}),
      },
    }))
    if (outcome.ok) return toReceipt(event, outcome.data.receipt)
    // What is wrong with the point is mended where it was put.
    const placed = outcome.problem.refusals.some(({ at }) => at === 'lat' || at === 'lon')
    return refused(outcome.problem, placed ? { step: 'place', spot: await stepMap(event, values.municipalityCode, form) } : {})
  },
}
