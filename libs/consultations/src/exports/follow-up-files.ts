import { csvOf, rows } from '@parvis/platform'
import type { Readable } from 'node:stream'

type Database = Parameters<typeof rows>[0]

const PIECE = 500

/** Rows by pieces: `sql` takes `$1` the consultation, `$2` the last `cle` that was read, `$3` rows; its order is that of `cle`. */
function file(db: Database, columns: readonly string[], sql: string, consultationId: string): Readable {
  async function* read(): AsyncGenerator<object> {
    for (let after = ''; ;) {
      const piece: { cle: string }[] = await rows<{ cle: string }>(db, sql, [consultationId, after, PIECE])
      yield* piece
      const last = piece.at(-1)
      if (!last || piece.length < PIECE) return
      after = last.cle
    }
  }
  return csvOf(columns, read())
}

const day = (instant: string) => `(${instant} at time zone 'Europe/Paris')::date::text`

/** Every version of every official answer, as people could read it. */
export const answersCsv = (db: Database, consultationId: string): Readable => file(db, ['proposition_identifiant', 'numero', 'version', 'reponse', 'mot', 'texte', 'cout_euros', 'debut', 'fin', 'date_publication', 'en_vigueur'], `
  select s.* from (
    select lpad(p.number::text, 10, '0') || '-' || lpad(a.version::text, 4, '0') as cle, p.id as proposition_identifiant, p.number as numero, a.version::integer, a.kind as reponse, t.label as mot, a.body as texte, round(a.cost / 100.0, 2)::text as cout_euros,
      a.from_day::text as debut, a.to_day::text as fin, ${day('a.published_at')} as date_publication,
      case when a.version = (select max(n.version) from consultations.proposal_answer n where n.proposal_id = p.id and n.published_at is not null) then 'oui' else 'non' end as en_vigueur
    from consultations.proposal p join consultations.proposal_answer a on a.proposal_id = p.id and a.published_at is not null left join consultations.proposal_status t on t.id = a.status_id
    where p.consultation_id = $1 and p.state = 'submitted') s
  where s.cle > $2 order by s.cle limit $3`, consultationId)

/** What proposals became, step by step. */
export const stepsCsv = (db: Database, consultationId: string): Readable => file(db, ['proposition_identifiant', 'numero', 'identifiant', 'jour', 'etat', 'texte'], `
  select s.* from (
    select lpad(p.number::text, 10, '0') || '-' || e.day || '-' || e.id as cle, p.id as proposition_identifiant, p.number as numero, e.id as identifiant, e.day::text as jour, e.kind as etat, e.text as texte
    from consultations.proposal p join consultations.proposal_step e on e.proposal_id = p.id where p.consultation_id = $1 and p.state = 'submitted') s
  where s.cle > $2 order by s.cle limit $3`, consultationId)

/** What colleagues noted of proposals, by criterion: for the team alone, and without their names. */
export const evaluationsCsv = (db: Database, consultationId: string): Readable => file(db, ['proposition_identifiant', 'numero', 'etude', 'critere', 'note_sur_5', 'remarque', 'date'], `
  select s.* from (
    select lpad(p.number::text, 10, '0') || '-' || lpad(e.place::text, 4, '0') || '-' || lpad(coalesce(c.position, 0)::text, 4, '0') as cle, p.id as proposition_identifiant, p.number as numero, e.place::integer as etude, c.label as critere, n.score::integer as note_sur_5,
      e.note as remarque, ${day('e.written_at')} as date
    from consultations.proposal p
      join (select v.*, row_number() over (partition by v.proposal_id order by v.written_at, v.account_id) as place from consultations.proposal_evaluation v where v.written_at is not null) e on e.proposal_id = p.id
      left join consultations.evaluation_score n on n.proposal_id = e.proposal_id and n.account_id = e.account_id left join consultations.evaluation_criterion c on c.id = n.criterion_id
    where p.consultation_id = $1) s
  where s.cle > $2 order by s.cle limit $3`, consultationId)
