import { m } from '@parvis/texts'
import type { RequestEvent } from '@sveltejs/kit'
import { errorSentence } from '$lib/errors'
import type { Problem } from '$lib/problem'
import { read, readApi } from '$lib/server/api'
import { typedCommune, type TypedCommune } from '$lib/server/typed-commune'
import { typedDay, type TypedDay } from '$lib/server/typed-day'

/** A person's civil status as it was typed at the desk, for a mandate and for a pass. */
export interface PersonTyped {
  /** What the form shows again. */
  values: { birthSurname: string, usageSurname: string, givenNames: string, birthDate: TypedDay, commune: string }
  /** Communes that may be meant. */
  choices: Exclude<TypedCommune, { found: string }>['choices']
  /** INSEE code of the one that is. */
  commune: string | null
  /** In the order of the form. */
  wrong: { at: string, sentence: string }[]
  /** Null while something is missing. */
  identity: { birthSurname: string, usageSurname?: string, givenNames: string, birthDate: string, municipalityCode: string } | null
}

export const communesOf = (event: RequestEvent) => read(event, readApi(event).GET('/api/municipalities', { params: { query: {} } }))

/** A problem made of what only a form of the desk asks. */
export const incomplete = (wrong: readonly { at: string, sentence: string }[]): Problem =>
  ({ status: 422, code: 'form.incomplete', detail: '', facts: {}, sentence: m.mediation_missing(), refusals: wrong.map(refusal => ({ code: 'form.incomplete', ...refusal })) })


export async function personTyped(event: RequestEvent, form: FormData): Promise<PersonTyped> {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const birthDate = typedDay(form, 'birthDate')
  const values = { birthSurname: text('birthSurname'), usageSurname: text('usageSurname'), givenNames: text('givenNames'), birthDate: birthDate.typed, commune: text('codePostal').slice(0, 100) }
  const typed: TypedCommune = values.commune
    ? typedCommune(values.commune, await communesOf(event), ({ name, alias }) => alias ? m.account_commune_of({ alias: alias.name, name }) : name)
    : { choices: [], close: false }
  const commune = ('found' in typed ? typed.found : typed.choices.find(({ value }) => value === text('commune'))?.value) ?? null
  const missing = (at: 'birthSurname' | 'givenNames', sentence: () => string) => values[at] ? [] : [{ at, sentence: sentence() }]
  const wrong = [
    ...missing('birthSurname', m.mediation_missing_birth_surname),
    ...missing('givenNames', m.mediation_missing_given_names),
    ...(birthDate.refusal ? [birthDate.refusal] : birthDate.value ? [] : [{ at: 'birthDate-jour', sentence: m.mediation_missing_birth_date() }]),
    ...(commune ? [] : [communeRefusal(values.commune, typed)]),
  ]
  const { birthSurname, usageSurname, givenNames } = values
  return {
    values, choices: 'found' in typed ? [] : typed.choices, commune, wrong,
    identity: wrong.length > 0 || !commune ? null : { birthSurname, usageSurname: usageSurname || undefined, givenNames, birthDate: birthDate.value, municipalityCode: commune },
  }
}

function communeRefusal(typed: string, commune: TypedCommune): { at: string, sentence: string } {
  if (!typed) return { at: 'codePostal', sentence: m.mediation_missing_commune() }
  if (/^[\d\s]+$/.test(typed) && typed.replace(/\s/g, '').length !== 5) return { at: 'codePostal', sentence: errorSentence('postcode.five-digits') }
  if ('found' in commune || commune.choices.length === 0) return { at: 'codePostal', sentence: m.mediation_commune_unknown({ typed }) }
  return { at: 'commune', sentence: commune.close ? m.mediation_commune_close({ typed }) : m.mediation_commune_which({ typed }) }
}
