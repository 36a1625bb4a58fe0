import { Injectable } from '@nestjs/common'
import { DomainError, Erasures, iso, maybe, offsetOf, one, rows } from '@parvis/platform'
import type { PageQuery } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { ErasuresView, ForgottenPeoplePage, ForgottenPeopleView } from './erasures.dto'

const COLUMNS = ['regle', 'jour', 'effacements', 'dernier_passage'] as const
const PIECE = 500

const PEOPLE = `
  select g.kind, g.subject_id as "subjectId", g.consultation_id as "consultationId", c.title as consultation, coalesce(v.question, '') as question, g.entries, ${iso('g.at')} as at
  from consultations.forgotten_people g join consultations.consultation c on c.id = g.consultation_id left join consultations.vote v on g.kind = 'vote' and v.id = g.subject_id`

/** What went, by which rule, and when. */
@Injectable()
export class ErasureRegister {
  readonly columns = COLUMNS

  constructor(private readonly dataSource: DataSource, private readonly erasures: Erasures) {}

  /** Every rule, whether or not it found anything to erase. */
  async view(): Promise<ErasuresView> {
    return {
      items: await rows(this.dataSource, `
        select k.rule, k.seconds as "everySeconds", ${iso('max(e.last_at)')} as "lastAt", coalesce(max(e.last_at) < platform.clock() - make_interval(secs => 2 * k.seconds + 3600), false) as late,
          (max(e.day) filter (where e.removed > 0))::text as "lastDay", coalesce(sum(e.removed) filter (where e.day > platform.today() - interval '12 months'), 0)::float8 as removed
        from unnest($1::text[], $2::integer[]) with ordinality as k (rule, seconds, place) left join platform.erasure e on e.rule = k.rule
        group by k.rule, k.seconds, k.place order by k.place`, [this.erasures.rules.map(({ id }) => id), this.erasures.rules.map(({ seconds }) => seconds)]),
    }
  }

  /** The newest first. */
  async people(query: PageQuery): Promise<ForgottenPeoplePage> {
    const { total } = await one<{ total: number }>(this.dataSource, 'select count(*)::integer as total from consultations.forgotten_people')
    const items = await rows<ForgottenPeopleView>(this.dataSource, `${PEOPLE} order by g.at desc, g.kind, g.subject_id limit $1 offset $2`, [query.perPage, offsetOf(query)])
    return { items, total, page: query.page, perPage: query.perPage }
  }

  /** Errors: 404 `erasure.unknown`. */
  async certificate(kind: string, subjectId: string): Promise<ForgottenPeopleView> {
    const found = await maybe<ForgottenPeopleView>(this.dataSource, `${PEOPLE} where g.kind = $1 and g.subject_id = $2`, [kind, subjectId])
    if (!found) throw new DomainError('erasure.unknown', { status: 404 })
    return found
  }

  /** Each rule and day, the oldest first, read by pieces. */
  async* file(): AsyncGenerator<Record<(typeof COLUMNS)[number], unknown>> {
    for (let after = ['', '0001-01-01']; ;) {
      const piece = await rows<{ rule: string, day: string, removed: string, lastAt: string }>(this.dataSource, `
        select rule, day::text, removed, ${iso('last_at')} as "lastAt" from platform.erasure where (rule, day) > ($1, $2::date) order by rule, day limit $3`, [...after, PIECE])
      for (const { rule, day, removed, lastAt } of piece) yield { regle: rule, jour: day, effacements: removed, dernier_passage: lastAt }
      const last = piece.at(-1)
      if (!last || piece.length < PIECE) return
      after = [last.rule, last.day]
    }
  }
}
