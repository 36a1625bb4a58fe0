import { pageTexts, type PageText } from '@parvis/texts'
import type { DataSource } from 'typeorm'

/** The pages of the site as the search knows them, in every language, from the catalogue; those that are gone are forgotten. */
export async function seedSitePages(owner: Pick<DataSource, 'query'>, pages: readonly PageText[] = pageTexts()): Promise<void> {
  await owner.query(`
    with wanted as (select * from jsonb_to_recordset($1::jsonb) as w (path text, locale text, title text, body text)),
      gone as (delete from search.page g where not exists (select from wanted w where w.path = g.path and w.locale = g.locale))
    insert into search.page (path, locale, title, body) select path, locale, title, body from wanted
    on conflict (path, locale) do update set title = excluded.title, body = excluded.body where (page.title, page.body) is distinct from (excluded.title, excluded.body)`,
  [JSON.stringify(pages)])
}
