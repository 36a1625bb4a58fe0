import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/**
 * Search in everything public: text columns of consultations and centres (proposals have theirs), pages of the site in
 * each language, and the words that occur, to forgive a typing error.
 */
export class Search1763900000000 implements MigrationInterface {
  name = 'Search1763900000000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      create schema search;
      grant usage on schema search to ${app};

      create text search configuration public.english_unaccent (copy = english);
      alter text search configuration public.english_unaccent alter mapping for hword, hword_part, word with unaccent, english_stem;
      create text search configuration public.dutch_unaccent (copy = dutch);
      alter text search configuration public.dutch_unaccent alter mapping for hword, hword_part, word with unaccent, dutch_stem;
      -- No stems: the beginning of a word is looked for as it was typed.
      create text search configuration public.simple_unaccent (copy = simple);
      alter text search configuration public.simple_unaccent alter mapping for hword, hword_part, word with unaccent, simple;

      -- unaccent() is only stable, as its dictionary could be replaced; ours is named and never is.
      create function search.fold(text) returns text language sql immutable strict parallel safe
        as $$ select lower(public.unaccent('public.unaccent'::regdictionary, $1)) $$;

      -- A commune's name is in another table, so a trigger and not a generated column.
      alter table consultations.consultation add column search tsvector;
      create function search.index_consultation() returns trigger language plpgsql as $$
      begin
        new.search :=
          setweight(to_tsvector('public.french_unaccent', new.title), 'A') || setweight(to_tsvector('public.french_unaccent', new.summary), 'B')
          || setweight(to_tsvector('public.french_unaccent', concat_ws(E'\\n', new.description, new.open_to_change, new.not_open_to_change, new.next_steps)), 'C')
          -- One that concerns all the communes is about none of them.
          || setweight(to_tsvector('public.french_unaccent', coalesce((
            select string_agg(m.name, ', ') from identity.municipality m where m.code = any(new.scope_codes) and cardinality(new.scope_codes) <= 10), '')), 'B');
        return new;
      end $$;
      create trigger consultation_search before insert or update of title, summary, description, open_to_change, not_open_to_change, next_steps, scope_codes
        on consultations.consultation for each row execute function search.index_consultation();
      update consultations.consultation set title = title;
      create index consultation_search on consultations.consultation using gin (search);

      create index proposal_number on consultations.proposal (number);

      alter table inclusion.centre add column search tsvector;
      create function search.index_centre() returns trigger language plpgsql as $$
      begin
        new.search :=
          setweight(to_tsvector('public.french_unaccent', new.name), 'A')
          || setweight(to_tsvector('public.french_unaccent', concat_ws(E'\\n', new.organisation, new.address, new.postal_code)), 'B')
          || setweight(to_tsvector('public.french_unaccent', coalesce((select m.name from identity.municipality m where m.code = new.municipality_code), '')), 'A')
          || setweight(to_tsvector('public.french_unaccent', concat_ws(E'\\n', new.access, array_to_string(new.languages, ', '))), 'C')
          -- Communes it visits, and the former ones (Lomme, Hellemmes) that people still say.
          || setweight(to_tsvector('public.french_unaccent', coalesce((select string_agg(m.name, ', ') from identity.municipality m where m.code = any(new.serves)), '')), 'D')
          || setweight(to_tsvector('public.french_unaccent', coalesce((select string_agg(a.name, ', ') from identity.municipality_alias a where a.municipality_code = any(new.serves)), '')), 'D');
        return new;
      end $$;
      create trigger centre_search before insert or update of name, organisation, address, postal_code, municipality_code, access, languages, serves
        on inclusion.centre for each row execute function search.index_centre();
      update inclusion.centre set name = name;
      create index centre_search on inclusion.centre using gin (search);

      -- Reference data, renewed with each migration from the catalogue of sentences.
      create table search.page (
        path text not null check (path ~ '^/' and length(path) <= 200),
        locale text not null check (locale in ('fr', 'en', 'nl')),
        title text not null,
        body text not null,
        search tsvector not null generated always as (case locale
          when 'en' then setweight(to_tsvector('public.english_unaccent', title), 'A') || setweight(to_tsvector('public.english_unaccent', body), 'B')
          when 'nl' then setweight(to_tsvector('public.dutch_unaccent', title), 'A') || setweight(to_tsvector('public.dutch_unaccent', body), 'B')
          else setweight(to_tsvector('public.french_unaccent', title), 'A') || setweight(to_tsvector('public.french_unaccent', body), 'B') end) stored,
        primary key (path, locale)
      );
      grant select on search.page to ${app};

      -- Words of what is public, as they are written. Made again from time to time: nothing depends on it but suggestions.
      create table search.word (
        locale text not null,
        word text not null,
        folded text not null generated always as (search.fold(word)) stored,
        documents integer not null,
        primary key (locale, word)
      );
      create index word_like on search.word using gin (folded public.gin_trgm_ops);
      create index word_begins on search.word (left(folded, 1), length(folded));
      grant select, insert, update, delete on search.word to ${app};

      -- What the words were made from: when it says the same, they are not made again.
      create table search.words_made (only_row boolean primary key default true check (only_row), fingerprint text not null);
      insert into search.words_made (fingerprint) values ('');
      grant select, update on search.words_made to ${app};
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop trigger centre_search on inclusion.centre;
      alter table inclusion.centre drop column search;
      drop index consultations.proposal_number;
      drop trigger consultation_search on consultations.consultation;
      alter table consultations.consultation drop column search;
      drop schema search cascade;
      drop text search configuration public.simple_unaccent;
      drop text search configuration public.dutch_unaccent;
      drop text search configuration public.english_unaccent;
    `)
  }
}
