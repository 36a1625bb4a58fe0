import type { ApiClient } from '@parvis/api-client'
import { m } from '@parvis/texts'
import { errorSentence } from '$lib/errors'
import type { Refusal } from '$lib/problem'
import { send } from './api'

export interface CommuneChoice { value: string, label: string }

export interface CommuneAnswer {
  /** INSEE code; null: not known yet. */
  code: string | null
  /** Filled when a postcode stands for several communes: the person says which. */
  choices: CommuneChoice[]
  refusals: Refusal[]
}

/**
 * The commune of a postcode, asked for first because everybody knows theirs (fields `codePostal`, then `commune` when several share it).
 * An empty postcode answers no code and no refusal.
 */
export async function communeOf(api: ApiClient, form: FormData): Promise<CommuneAnswer> {
  const postalCode = String(form.get('codePostal') ?? '').replace(/\s/g, '')
  if (!postalCode) return { code: null, choices: [], refusals: [] }
  if (!/^\d{5}$/.test(postalCode)) return refused('postcode.five-digits')
  const outcome = await send(api.GET('/api/municipalities', { params: { query: { postalCode } } }))
  if (!outcome.ok) return refused(outcome.problem.code)
  const choices = outcome.data.map(({ code, name, alias }) => ({
    value: alias?.code ?? code, label: alias ? m.account_commune_of({ alias: alias.name, name }) : name,
  }))
  const [only] = choices
  if (!only) return refused('municipality.unknown')
  const chosen = choices.length === 1 ? only.value : choices.find(({ value }) => value === form.get('commune'))?.value
  if (chosen) return { code: chosen, choices, refusals: [] }
  return { code: null, choices, refusals: [refusal('commune.which', 'commune')] }
}

const refusal = (code: string, at: string): Refusal => ({ code, at, sentence: errorSentence(code) })
const refused = (code: string): CommuneAnswer => ({ code: null, choices: [], refusals: [refusal(code, 'codePostal')] })

/** A postcode of the commune, for a form that shows what is already known. */
export async function postcodeOf(api: ApiClient, code: string | undefined): Promise<string> {
  if (!code) return ''
  const outcome = await send(api.GET('/api/municipalities', { params: { query: {} } }))
  const postalCodes = outcome.ok ? outcome.data.find(one => one.code === code && !one.alias)?.postalCodes ?? [] : []
  // Several codes: we do not know which one is theirs.
  return postalCodes.length === 1 ? postalCodes[0] ?? '' : ''
}
