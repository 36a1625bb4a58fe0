export type CentreFileShape = 'national' | 'national-2022' | 'france-services'

/** Where each field stands: today's name first, then those of 2022. */
export const NAMES = {
  id: ['id', 'id_fs'], name: ['nom', 'lib_fs'], commune: ['commune', 'lib_com'], insee: ['code_insee', 'insee_com'], postalCode: ['code_postal'], address: ['adresse'], complement: ['complement_adresse'],
  latitude: ['latitude'], longitude: ['longitude'], phone: ['telephone'], emails: ['courriels', 'courriel'], websites: ['site_web'], booking: ['prise_rdv'], accessSheet: ['fiche_acces_libre', 'accessibilite'],
  hours: ['horaires'], remarks: ['commentaire'], itinerance: ['itinerance'], services: ['services'], typologies: ['typologie', 'typologies'],
  specificCare: ['prise_en_charge_specifique'], audiences: ['publics_specifiquement_adresses', 'publics_accueillis'],
  accessModes: ['modalites_acces'], supportModes: ['modalites_accompagnement'], fees: ['frais_a_charge', 'conditions_access', 'conditions_acces'], programmes: ['dispositif_programmes_nationaux', 'labels_nationaux'],
  labels: ['formations_labels'], otherLabels: ['autres_formations_labels', 'labels_autres'], pivot: ['pivot'], summary: ['presentation_resume'], detail: ['presentation_detail'], parent: ['structure_parente', 'structure'], date: ['date_maj'], source: ['source'],
} as const
export type Field = keyof typeof NAMES

/** Only files of 2022 have one of these. */
const OF_2022 = ['conditions_access', 'conditions_acces', 'labels_nationaux', 'publics_accueillis', 'accessibilite']

/** The column of each field; none where the file has it under no name. */
export type Columns = Record<Field, string | undefined>

export const columnsOf = (names: readonly string[]): Columns => Object.fromEntries(Object.entries(NAMES).map(([field, known]) => [field, known.find((name) => names.includes(name))])) as Columns

export const shapeOf = (names: readonly string[]): CentreFileShape => names.includes('id_fs') ? 'france-services' : names.some((name) => OF_2022.includes(name)) ? 'national-2022' : 'national'

/** A column a day, in the list of France services houses. */
export const DAY_COLUMNS = ['h_lundi', 'h_mardi', 'h_mercredi', 'h_jeudi', 'h_vendredi', 'h_samedi', 'h_dimanche']
