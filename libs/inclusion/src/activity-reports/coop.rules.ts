/** A day of a mediator at a centre, as they closed it. */
export interface ClosedDay {
  id: string
  /** `YYYY-MM-DD`. */
  day: string
  closedOn: string
  onBehalf: number
  accompanied: number
  kiosk: number
  workshop: boolean
  title: string
  minutes: number
  workshopMinutes: number
  centre: { name: string, postalCode: string, municipality: string, municipalityCode: string }
}

/** One activity in the shape of the interface of the Coop de la médiation numérique (docs/adr/0038), its names and its words. */
export interface CoopActivity {
  type: 'activite'
  id: string
  attributes: {
    type: 'individuel' | 'collectif'
    mediateur_id: null
    accompagnements: number
    date: string
    duree: number
    type_lieu: 'lieu_activite'
    structure_id: null
    lieu_code_postal: string
    lieu_commune: string
    lieu_code_insee: string
    creation: string
    modification: string
    autonomie: 'entierement_accompagne' | 'partiellement_autonome' | 'autonome' | null
    oriente_vers_structure: null
    structure_de_redirection: null
    materiel: 'ordinateur'[]
    thematiques: 'papiers_elections_citoyennete'[]
    precisions_demarche: null
    titre_atelier: string | null
    niveau_atelier: null
  }
}

/** Lengths that the Coop offers, in minutes. */
export const DURATIONS = [15, 30, 45, 60, 90, 120] as const
export const WORKSHOP_DURATIONS = [30, 45, 60, 90, 120, 180] as const

/** The nearest length of the Coop; half an hour where nothing is known. Never of one person: the mean of a day. */
export function nearestDuration(minutes: number | null): (typeof DURATIONS)[number] {
  if (minutes === null) return 30
  return DURATIONS.reduce((best, one) => (Math.abs(one - minutes) < Math.abs(best - minutes) ? one : best), 15)
}

/**
 * Records of a day: one for each visit, one for a workshop. The same day gives the same identifiers, so that taking it twice makes no second one.
 * @param identify an identifier made of what it is about
 */
export function activitiesOf(day: ClosedDay, identify: (about: string) => string): CoopActivity[] {
  const record = (kind: string, rest: Pick<CoopActivity['attributes'], 'type' | 'accompagnements' | 'duree' | 'autonomie' | 'titre_atelier'>): CoopActivity => ({
    type: 'activite', id: identify(`${day.id} ${kind}`),
    attributes: {
      ...rest, mediateur_id: null, date: `${day.day}T00:00:00.000Z`, type_lieu: 'lieu_activite', structure_id: null, lieu_code_postal: day.centre.postalCode, lieu_commune: day.centre.municipality, lieu_code_insee: day.centre.municipalityCode,
      creation: `${day.day}T00:00:00.000Z`, modification: `${day.closedOn}T00:00:00.000Z`, oriente_vers_structure: null, structure_de_redirection: null, materiel: ['ordinateur'], thematiques: ['papiers_elections_citoyennete'],
      precisions_demarche: null, niveau_atelier: null,
    },
  })
  const visits = (kind: string, count: number, autonomie: CoopActivity['attributes']['autonomie']): CoopActivity[] =>
    Array.from({ length: count }, (_, index) => record(`${kind} ${index + 1}`, { type: 'individuel', accompagnements: 1, duree: day.minutes, autonomie, titre_atelier: null }))
  return [
    ...visits('on-behalf', day.onBehalf, 'entierement_accompagne'), ...visits('accompanied', day.accompanied, 'partiellement_autonome'),
    ...(!day.workshop ? visits('kiosk', day.kiosk, 'autonome') : day.kiosk === 0 ? [] : [record('workshop', { type: 'collectif', accompagnements: day.kiosk, duree: day.workshopMinutes, autonomie: null, titre_atelier: day.title || null })]),
  ]
}

export const COOP_COLUMNS = [
  'id', 'type', 'mediateur_id', 'accompagnements', 'date', 'duree', 'type_lieu', 'structure_id', 'lieu_code_postal', 'lieu_commune', 'lieu_code_insee', 'creation', 'modification', 'autonomie',
  'oriente_vers_structure', 'structure_de_redirection', 'materiel', 'thematiques', 'precisions_demarche', 'titre_atelier', 'niveau_atelier',
] as const

/** The same record as a line of a table; lists with commas. */
export function lineOf({ id, attributes }: CoopActivity): Record<string, string | number | null> {
  return { id, ...attributes, materiel: attributes.materiel.join(', '), thematiques: attributes.thematiques.join(', ') }
}
