import { Injectable } from '@nestjs/common'
import { MunicipalityDirectory } from '@parvis/identity'
import { Config, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'

const COLUMNS = ['adresse', 'titre', 'resume', 'thematique', 'etat', 'suspendue', 'collectivite_code', 'collectivite', 'annoncee_le', 'terminee_le', 'propositions', 'resultat_publie', 'lien'] as const
const PIECE = 500

type Row = Record<(typeof COLUMNS)[number], unknown> & { adresse: string, collectivite_code: string }
type Read = Row & { kind: 'metropolis' | 'municipality' }

/** What the public files say of consultations: those announced, with days and no finer times. */
@Injectable()
export class ConsultationFiles {
  readonly columns = COLUMNS

  constructor(private readonly config: Config, private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory) {}

  /** In the order of their addresses, read piece by piece. */
  async *rows(): AsyncGenerator<Row> {
    for (let after = ''; ;) {
      const piece = await rows<Read>(this.dataSource, `
        select c.slug as adresse, c.title as titre, c.summary as resume, c.theme as thematique, c.state as etat, c.suspended_at is not null as suspendue, c.owner_kind as kind, c.owner_code as collectivite_code,
          (c.announced_at at time zone 'Europe/Paris')::date::text as annoncee_le, (c.finished_at at time zone 'Europe/Paris')::date::text as terminee_le,
          coalesce((select n.submitted from consultations.proposal_count n where n.consultation_id = c.id), 0) as propositions,
          exists (select from consultations.vote v where v.consultation_id = c.id and v.state = 'published') as resultat_publie
        from consultations.consultation c where c.state <> 'draft' and c.slug > $1 order by c.slug limit $2`, [after, PIECE])
      for (const { kind, ...row } of piece) {
        yield { ...row, collectivite: this.directory.nameOf(kind, row.collectivite_code), lien: `${this.config.origin}/consultations/${row.adresse}` }
      }
      const last = piece.at(-1)
      if (!last || piece.length < PIECE) return
      after = last.adresse
    }
  }
}
