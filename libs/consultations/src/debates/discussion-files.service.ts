import { Injectable } from '@nestjs/common'
import { csvOf, jsonOf, one, rows } from '@parvis/platform'
import type { Readable } from 'node:stream'
import { DataSource } from 'typeorm'
import type { Channel } from '../ballots/precedence.rules'

const PIECE = 500
const COMMENTS = ['identifiant', 'sur', 'sur_identifiant', 'numero', 'titre', 'reponse_a', 'niveau', 'position', 'auteur', 'texte', 'officiel', 'canal', 'utile', 'pas_utile', 'utile_importe', 'pas_utile_importe', 'source', 'source_id', 'date', 'modifie', 'etat'] as const
const DEBATES = ['numero', 'titre', 'question', 'texte', 'etat', 'commentaires', 'pour', 'contre', 'neutre', 'date_publication', 'date_conclusion', 'conclusion', 'retenu'] as const

type Line<Column extends string> = Record<Column, unknown>

/** Debates and comments for anybody, written as they are read: what stands, and the place of what was taken off while answers to it stand. Days only; cells that a spreadsheet would run are neutralised. */
@Injectable()
export class DiscussionFiles {
  constructor(private readonly dataSource: DataSource) {}

  /** @param channel those of one door; what was imported came through none */
  commentsCsv({ id }: { id: string }, channel?: Channel): Readable {
    return csvOf(COMMENTS, this.comments(id, channel))
  }

  commentsJson({ id }: { id: string }, channel?: Channel): Readable {
    return jsonOf(this.comments(id, channel))
  }

  /** With their figures and conclusions. */
  debatesCsv({ id }: { id: string }): Readable {
    return csvOf(DEBATES, this.debates(id))
  }

  debatesJson({ id }: { id: string }): Readable {
    return jsonOf(this.debates(id))
  }

  /** Comments that stand: for the progress of a file. */
  async count({ id }: { id: string }): Promise<number> {
    return (await one<{ n: number }>(this.dataSource, 'select coalesce(sum(published), 0)::integer as n from consultations.comment_count where consultation_id = $1', [id])).n
  }

  private async *comments(consultationId: string, channel?: Channel): AsyncGenerator<Line<(typeof COMMENTS)[number]>> {
    // From before everything: one comparison that the index answers, at each piece.
    for (let after = { at: '-infinity', id: '00000000-0000-0000-0000-000000000000' }; ;) {
      const piece: (Line<(typeof COMMENTS)[number]> & { at: string, identifiant: string })[] = await rows(this.dataSource, `
        select c.id as identifiant, case when c.proposal_id is null then 'debat' else 'proposition' end as sur, c.subject_id as sur_identifiant, coalesce(p.number, d.number) as numero, coalesce(p.title, d.title) as titre,
          c.parent_id as reponse_a, c.depth as niveau, c.stance as position, case when c.state = 'published' then c.author_name end as auteur, case when c.state = 'published' then c.body end as texte, case when c.official then 'oui' else 'non' end as officiel, case when c.source is null then c.channel end as canal, c.useful as utile, c.not_useful as pas_utile, c.imported_useful as utile_importe, c.imported_not_useful as pas_utile_importe, c.source, c.source_id,
          (c.created_at at time zone 'Europe/Paris')::date::text as date, case when c.edited_at is null then 'non' else 'oui' end as modifie, c.state as etat, c.created_at::text as at
        from consultations.comment c
          left join consultations.proposal p on p.id = c.proposal_id left join consultations.debate d on d.id = c.debate_id
        where c.consultation_id = $1 and (c.state = 'published' or (c.state in ('hidden', 'deleted') and c.listed and exists (select from consultations.comment a where a.parent_id = c.id and a.state = 'published'))) and (p.state = 'submitted' or d.state in ('published', 'concluded'))
          and (c.created_at, c.id) > ($2::timestamptz, $3::uuid) ${channel ? 'and c.channel = $5 and c.source is null' : ''} order by c.created_at, c.id limit $4`, [consultationId, after.at, after.id, PIECE, ...(channel ? [channel] : [])])
      yield* piece.map(({ at: _, ...row }) => row)
      const last = piece.at(-1)
      if (!last || piece.length < PIECE) return
      after = { at: last.at, id: last.identifiant }
    }
  }

  private async *debates(consultationId: string): AsyncGenerator<Line<(typeof DEBATES)[number]>> {
    for (let after = 0; ;) {
      const piece = await rows<Line<(typeof DEBATES)[number]> & { numero: number }>(this.dataSource, `
        select d.number as numero, d.title as titre, d.question, d.body as texte, d.state as etat, coalesce(n.published, 0) as commentaires, coalesce(n."for", 0) as pour, coalesce(n.against, 0) as contre,
          coalesce(n.neutral, 0) as neutre, (d.published_at at time zone 'Europe/Paris')::date::text as date_publication, (d.concluded_at at time zone 'Europe/Paris')::date::text as date_conclusion,
          d.summary as conclusion, d.kept as retenu
        from consultations.debate d left join consultations.comment_count n on n.subject_id = d.id
        where d.consultation_id = $1 and d.state in ('published', 'concluded') and d.number > $2 order by d.number limit $3`, [consultationId, after, PIECE])
      yield* piece
      const last = piece.at(-1)
      if (!last || piece.length < PIECE) return
      after = last.numero
    }
  }
}
