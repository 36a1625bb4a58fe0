import { Injectable } from '@nestjs/common'
import { toSchemaLieuMediationNumerique } from '@gouvfr-anct/lieux-de-mediation-numerique'
import type { LieuMediationNumerique, SchemaLieuMediationNumerique } from '@gouvfr-anct/lieux-de-mediation-numerique'
import { MunicipalityDirectory } from '@parvis/identity'
import { rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { CENTRE_COLUMNS } from './centre-columns'
import type { CentreRecord } from './centre-columns'
import { FIXED, MOBILE } from './national-schema.rules'

const PIECE = 500

/** Columns of the national schema, in its order. */
const COLUMNS = [
  'id', 'pivot', 'nom', 'commune', 'code_postal', 'code_insee', 'adresse', 'complement_adresse', 'latitude', 'longitude', 'typologie', 'telephone', 'courriels', 'site_web', 'horaires', 'presentation_resume',
  'presentation_detail', 'source', 'itinerance', 'structure_parente', 'date_maj', 'services', 'publics_specifiquement_adresses', 'prise_en_charge_specifique', 'frais_a_charge', 'dispositif_programmes_nationaux',
  'formations_labels', 'autres_formations_labels', 'modalites_acces', 'modalites_accompagnement', 'fiche_acces_libre', 'prise_rdv',
] as const

/** The centres as a file of the national schema: what we took from it goes back to it, with what is kept up here. */
@Injectable()
export class CentreFiles {
  readonly columns = COLUMNS

  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory) {}

  async* rows(): AsyncGenerator<SchemaLieuMediationNumerique> {
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const piece = await rows<CentreRecord>(this.dataSource, `select ${CENTRE_COLUMNS} from inclusion.centre c where c.active and c.id > $1 order by c.id limit ${PIECE}`, [after])
      for (const centre of piece) yield toSchemaLieuMediationNumerique(this.placeOf(centre))
      const last = piece.at(-1)
      if (!last) return
      after = last.id
    }
  }

  private placeOf(centre: CentreRecord): LieuMediationNumerique {
    const { id, source, sourceId, name, pivot, municipalityCode, address, complement, postalCode, latitude, longitude, phone, emails, websites, openingHours, summary, detail, bookingUrl, accessSheetUrl, organisation, mobile, updatedOn } = centre
    const some = (list: readonly string[], key: string): object => (list.length > 0 ? { [key]: list } : {})
    // The library's types are marks on strings: what stands in the table went through its lists when it came in.
    return {
      id: sourceId ?? id, nom: name, pivot,
      adresse: { commune: this.directory.nameOf('municipality', municipalityCode), code_postal: postalCode, code_insee: municipalityCode, voie: address, ...(complement && { complement_adresse: complement }) },
      ...(latitude !== null && longitude !== null && { localisation: { latitude, longitude } }),
      contact: { ...(phone && { telephone: phone }), ...some(emails, 'courriels'), ...some(websites, 'site_web') },
      ...(openingHours && { horaires: openingHours }), presentation: { ...(summary && { resume: summary }), ...(detail && { detail }) },
      source: source ?? 'parvis', ...(organisation !== name && { structure_parente: organisation }), date_maj: new Date(`${updatedOn}T00:00:00Z`), itinerance: [mobile ? MOBILE : FIXED],
      ...some(centre.services, 'services'), ...some(centre.typologies, 'typologies'), ...some(centre.audiences, 'publics_specifiquement_adresses'), ...some(centre.specificCare, 'prise_en_charge_specifique'),
      ...some(centre.fees, 'frais_a_charge'), ...some(centre.programmes, 'dispositif_programmes_nationaux'), ...some(centre.labels, 'formations_labels'), ...some(centre.otherLabels, 'autres_formations_labels'),
      ...some(centre.accessModes, 'modalites_acces'), ...some(centre.supportModes, 'modalites_accompagnement'), ...(accessSheetUrl && { fiche_acces_libre: accessSheetUrl }), ...(bookingUrl && { prise_rdv: bookingUrl }),
    } as unknown as LieuMediationNumerique
  }
}
