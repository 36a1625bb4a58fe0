import {
  DispositifProgrammeNational, FormationLabel, Frais, Itinerance, ModaliteAcces, ModaliteAccompagnement, PriseEnChargeSpecifique, PublicSpecifiquementAdresse, Service, Typologie,
} from '@gouvfr-anct/lieux-de-mediation-numerique'

/** The closed lists of the national schema, as its library holds them. */
export const SERVICES: readonly string[] = Object.values(Service)
export const SPECIFIC_CARE: readonly string[] = Object.values(PriseEnChargeSpecifique)
export const AUDIENCES: readonly string[] = Object.values(PublicSpecifiquementAdresse)
export const ACCESS_MODES: readonly string[] = Object.values(ModaliteAcces)
export const SUPPORT_MODES: readonly string[] = Object.values(ModaliteAccompagnement)
export const FEES: readonly string[] = Object.values(Frais)
export const PROGRAMMES: readonly string[] = Object.values(DispositifProgrammeNational)
export const LABELS: readonly string[] = Object.values(FormationLabel)
export const TYPOLOGIES: readonly string[] = Object.values(Typologie)
export const MOBILE: string = Itinerance.Itinerant
export const FIXED: string = Itinerance.Fixe
/** Somebody comes without an appointment. */
export const WALK_IN: string = ModaliteAcces.SePresenter
export const NO_PUBLIC: string = ModaliteAcces.PasDePublic
export const FREE: string = Frais.Gratuit

/** Words alike but for case, accents and signs. */
export const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/œ/gi, 'oe').toLowerCase().replace(/[^a-z0-9]+/g, ' ').trim()

/** Names of before 2024, and codes of data·inclusion, by the folded words; the codes begin with `numerique`. */
const OLD_SERVICES: Record<string, string> = {
  'prendre en main un smartphone ou une tablette': Service.MaitriseDesOutilsNumeriquesDuQuotidien,
  'prendre en main un ordinateur': Service.MaitriseDesOutilsNumeriquesDuQuotidien,
  'utiliser le numerique au quotidien': Service.MaitriseDesOutilsNumeriquesDuQuotidien,
  'approfondir ma culture numerique': Service.ComprehensionDuMondeNumerique,
  'promouvoir la citoyennete numerique': Service.ComprehensionDuMondeNumerique,
  'favoriser mon insertion professionnelle': Service.InsertionProfessionnelleViaLeNumerique,
  'creer et developper mon entreprise': Service.InsertionProfessionnelleViaLeNumerique,
  'devenir autonome dans les demarches administratives': Service.AideAuxDemarchesAdministratives,
  'realiser des demarches administratives avec un accompagnement': Service.AideAuxDemarchesAdministratives,
  'accompagner les demarches de sante': Service.AideAuxDemarchesAdministratives,
  'acceder a une connexion internet': Service.AccesInternetEtMaterielInformatique,
  'acceder a du materiel': Service.AccesInternetEtMaterielInformatique,
  's equiper en materiel informatique': Service.MaterielInformatiqueAPrixSolidaire,
  'creer avec le numerique': Service.LoisirsEtCreationsNumeriques,
  'soutenir la parentalite et l education avec le numerique': Service.ParentaliteEtEducationAvecLeNumerique,
  'soutenir la parentalite et l education avec': Service.ParentaliteEtEducationAvecLeNumerique,
}

const OLD_CARE: Record<string, string> = {
  'surdite': PriseEnChargeSpecifique.Surdite,
  'handicaps moteurs': PriseEnChargeSpecifique.HandicapsMoteurs,
  'handicaps mentaux': PriseEnChargeSpecifique.HandicapsMentaux,
  'handicaps mentaux deficiences limitant les activites d une personne': PriseEnChargeSpecifique.HandicapsMentaux,
  'personnes en situation d illettrisme': PriseEnChargeSpecifique.Illettrisme,
  'langues etrangeres anglais': PriseEnChargeSpecifique.LanguesEtrangeresAnglais,
  'langues etrangeres autre': PriseEnChargeSpecifique.LanguesEtrangeresAutre,
  'public langues etrangeres': PriseEnChargeSpecifique.LanguesEtrangeresAutre,
  'langues etrangeres': PriseEnChargeSpecifique.LanguesEtrangeresAutre,
}

const OLD_AUDIENCES: Record<string, string> = {
  'jeunes 16 26 ans': PublicSpecifiquementAdresse.Jeunes,
  'familles enfants': PublicSpecifiquementAdresse.FamillesEnfants,
  'seniors 65 ans': PublicSpecifiquementAdresse.Seniors,
  'uniquement femmes': PublicSpecifiquementAdresse.Femmes,
}

const OLD_FEES: Record<string, string> = {
  'gratuit sous conditions': Frais.GratuitSousCondition,
  'accepte le pass numerique': Frais.GratuitSousCondition,
  'pass numerique': Frais.GratuitSousCondition,
  'adhesion': Frais.Payant,
  'payant': Frais.Payant,
}

const OLD_SUPPORT: Record<string, string> = {
  'seul': ModaliteAccompagnement.EnAutonomie,
  'avec de l aide': ModaliteAccompagnement.AccompagnementIndividuel,
  'a ma place': ModaliteAccompagnement.AccompagnementIndividuel,
  'dans un atelier': ModaliteAccompagnement.DansUnAtelier,
}

const OLD_PROGRAMMES: Record<string, string> = {
  'cnfs': DispositifProgrammeNational.ConseillersNumeriques,
  'conseiller numerique': DispositifProgrammeNational.ConseillersNumeriques,
  'conseillers numeriques': DispositifProgrammeNational.ConseillersNumeriques,
  'point relais caf': DispositifProgrammeNational.PointNumeriqueCAF,
  'point numerique caf': DispositifProgrammeNational.PointNumeriqueCAF,
  'relais numerique emmaus connect': DispositifProgrammeNational.RelaisNumeriqueEmmausConnect,
  'grandes ecoles du numerique': DispositifProgrammeNational.GrandeEcoleDuNumerique,
}

/** A closed list of ours: the words of today, the older ones, and whether an unknown word is kept. */
export interface Vocabulary {
  words: ReadonlyMap<string, string>
  old: ReadonlyMap<string, string>
}

const vocabulary = (words: readonly string[], old: Record<string, string> = {}): Vocabulary => ({ words: new Map(words.map((word) => [fold(word), word])), old: new Map(Object.entries(old)) })

export const vocabularies = {
  services: vocabulary(SERVICES, OLD_SERVICES),
  specificCare: vocabulary(SPECIFIC_CARE, OLD_CARE),
  audiences: vocabulary(AUDIENCES, OLD_AUDIENCES),
  accessModes: vocabulary(ACCESS_MODES),
  supportModes: vocabulary(SUPPORT_MODES, OLD_SUPPORT),
  fees: vocabulary(FEES, OLD_FEES),
  programmes: vocabulary(PROGRAMMES, OLD_PROGRAMMES),
  labels: vocabulary(LABELS),
}

export interface Translated {
  values: string[]
  /** Words that another one of today stands for. */
  mapped: string[]
  unknown: string[]
}

/** Each word in today's words, once. Of "Gratuit : je peux accéder…" the words before the colon count too. */
export function translate(said: readonly string[], { words, old }: Vocabulary): Translated {
  const values = new Set<string>()
  const [mapped, unknown]: [string[], string[]] = [[], []]
  for (const word of said) {
    const whole = fold(word)
    const begin = fold(word.split(/\s?:\s/)[0] ?? '')
    const coded = whole.replace(/^numerique /, '')
    const today = words.get(whole)
    const found = today ?? old.get(whole) ?? old.get(coded) ?? words.get(begin) ?? old.get(begin)
    if (found === undefined) unknown.push(word)
    else values.add(found)
    if (found !== undefined && found !== word) mapped.push(word)
  }
  return { values: [...values], mapped, unknown }
}

/** What the national schema says of a place, in our words. */
export interface PlaceFacts {
  slug: string
  name: string
  organisation: string
  municipalityCode: string
  address: string
  complement: string
  postalCode: string
  latitude: number | null
  longitude: number | null
  phone: string
  emails: string[]
  websites: string[]
  bookingUrl: string
  accessSheetUrl: string
  openingHours: string
  mobile: boolean
  services: string[]
  typologies: string[]
  specificCare: string[]
  audiences: string[]
  accessModes: string[]
  supportModes: string[]
  fees: string[]
  programmes: string[]
  labels: string[]
  otherLabels: string[]
  pivot: string
  summary: string
  detail: string
}
