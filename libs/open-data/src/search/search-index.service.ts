import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { one, Periodic } from '@parvis/platform'
import { DataSource } from 'typeorm'

const EVERY_SECONDS = 60
/** Milliseconds to read every public text once. */
const PATIENCE = 60_000

/** Public texts, as `ts_stat` reads them: the same conditions as the search itself. */
const CITIZENS = `
  select to_tsvector('simple', title || ' ' || summary || ' ' || description) from consultations.consultation where state in ('announced', 'running', 'finished', 'archived')
  union all select to_tsvector('simple', p.title || ' ' || p.body) from consultations.proposal p join consultations.consultation c on c.id = p.consultation_id
    where c.state in ('announced', 'running', 'finished', 'archived') and p.state = 'submitted'
  union all select to_tsvector('simple', d.title || ' ' || d.question || ' ' || d.body) from consultations.debate d join consultations.consultation c on c.id = d.consultation_id
    where c.state in ('announced', 'running', 'finished', 'archived') and d.state in ('published', 'concluded')
  union all select to_tsvector('simple', g.title || ' ' || g.body || ' ' || g.place_name || ' ' || g.address || case when g.minutes_published_at is null then '' else ' ' || g.minutes end)
    from consultations.meeting g join consultations.consultation c on c.id = g.consultation_id where c.state in ('announced', 'running', 'finished', 'archived') and g.state in ('published', 'cancelled')
  union all select to_tsvector('simple', name || ' ' || organisation || ' ' || address || ' ' || access || ' ' || array_to_string(languages, ' ')) from inclusion.centre where active
  union all select to_tsvector('simple', name) from identity.municipality
  union all select to_tsvector('simple', name) from identity.municipality_alias`
const PAGES = (locale: string): string => `select to_tsvector('simple', title || ' ' || body) from search.page where locale = '${locale}'`

/** What suggestions are made of: the words that occur in what is public. */
@Injectable()
export class SearchIndex implements OnModuleInit {
  constructor(private readonly dataSource: DataSource, private readonly periodic: Periodic) {}

  onModuleInit(): void {
    this.periodic.every('search-words', EVERY_SECONDS, () => this.learnWords())
  }

  /** The words of what is public now; nothing is read twice. Words of what was withdrawn are forgotten. */
  async learnWords(): Promise<void> {
    await this.dataSource.transaction(async tx => {
      await tx.query(`set local statement_timeout = ${PATIENCE}`)
      const { fingerprint: made } = await one<{ fingerprint: string }>(tx, 'select fingerprint from search.words_made for update')
      const { fingerprint } = await one<{ fingerprint: string }>(tx, `
        select md5(concat_ws('|',
          (select count(*) || ' ' || coalesce(max(greatest(p.created_at, p.edited_at))::text, '') from consultations.proposal p where p.state = 'submitted'),
          (select string_agg(d.id || d.state || d.revision, ' ' order by d.id) from consultations.debate d where d.state <> 'draft'),
          (select string_agg(c.id || c.state || c.updated_at, ' ' order by c.id) from consultations.consultation c),
          (select string_agg(g.id::text || g.state || g.updated_at, ' ' order by g.id) from consultations.meeting g where g.state <> 'draft'),
          (select string_agg(t.name || t.address || t.access || t.active, ' ' order by t.id) from inclusion.centre t),
          (select string_agg(md5(g.title || g.body), ' ' order by g.path, g.locale) from search.page g))) as fingerprint`)
      if (fingerprint === made) return
      await tx.query('delete from search.word')
      // Letters only: no address, no telephone number, no e-mail becomes a suggestion.
      await tx.query(`
        insert into search.word (locale, word, documents)
        select locale, word, sum(ndoc) from (
          select 'fr' as locale, * from ts_stat($citizens$${CITIZENS}$citizens$)
          union all select 'fr', * from ts_stat($pages$${PAGES('fr')}$pages$)
          union all select 'en', * from ts_stat($pages$${PAGES('en')}$pages$)
          union all select 'nl', * from ts_stat($pages$${PAGES('nl')}$pages$)) as w
        where word ~ '^[[:alpha:]]{3,30}$' group by locale, word`)
      await tx.query('update search.words_made set fingerprint = $1', [fingerprint])
    })
  }
}
