import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** Debates, and threaded comments with their usefulness votes. */
export class Comments1764000100000 implements MigrationInterface {
  name = 'Comments1764000100000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      create table consultations.debate (
        id uuid primary key default gen_random_uuid(),
        consultation_id uuid not null references consultations.consultation on delete cascade,
        phase_id uuid not null references consultations.phase on delete cascade,
        number integer not null,
        title text not null check (length(title) between 5 and 160),
        question text not null check (length(question) between 5 and 300),
        body text not null default '' check (length(body) <= 8000),
        state text not null default 'draft' check (state in ('draft', 'published', 'concluded')),
        -- The conclusion: who said what, and what is kept of it.
        summary text not null default '' check (length(summary) <= 12000),
        kept text not null default '' check (length(kept) <= 8000),
        revision integer not null default 1,
        created_at timestamptz not null default platform.clock(),
        published_at timestamptz,
        concluded_at timestamptz,
        search tsvector generated always as (
          setweight(to_tsvector('public.french_unaccent', title || ' ' || question), 'A') || setweight(to_tsvector('public.french_unaccent', body || ' ' || summary || ' ' || kept), 'B')) stored,
        unique (consultation_id, number),
        check ((state = 'draft') = (published_at is null)),
        check ((state = 'concluded') = (concluded_at is not null)),
        check (state <> 'concluded' or length(summary) >= 20)
      );
      create index debate_phase on consultations.debate (phase_id);
      create index debate_search on consultations.debate using gin (search);
      grant select, insert, update, delete on consultations.debate to ${app};

      -- Wilson's lower bound at 95 %: what share finds it useful at least, given how few said so. 0 without a vote.
      create function consultations.wilson(p_useful integer, p_votes integer) returns double precision
        language sql immutable parallel safe as $$
        select case when p_votes = 0 then 0 else
          (p_useful::double precision / p_votes + 1.9208 / p_votes
            - 1.96 * sqrt((p_useful::double precision / p_votes * (1 - p_useful::double precision / p_votes) + 0.9604 / p_votes) / p_votes)) / (1 + 3.8416 / p_votes) end
      $$;
      revoke all on function consultations.wilson(integer, integer) from public;
      grant execute on function consultations.wilson(integer, integer) to ${app};

      create table consultations.comment (
        id uuid primary key default gen_random_uuid(),
        consultation_id uuid not null references consultations.consultation on delete cascade,
        phase_id uuid not null references consultations.phase on delete cascade,
        proposal_id uuid references consultations.proposal on delete cascade,
        debate_id uuid references consultations.debate on delete cascade,
        subject_id uuid not null generated always as (coalesce(proposal_id, debate_id)) stored,
        root_id uuid references consultations.comment on delete cascade,
        parent_id uuid references consultations.comment on delete cascade,
        depth smallint not null default 0 check (depth between 0 and 2),
        stance text check (stance in ('for', 'against', 'neutral')),
        body text not null check (length(body) between 2 and 4000),
        author_id uuid references identity.account on delete set null,
        author_name text not null default '',
        official boolean not null default false,
        channel text not null check (channel in ('online', 'accompanied', 'kiosk', 'on_behalf', 'paper', 'phone')),
        transport text not null default 'direct' check (transport in ('direct', 'offline')),
        -- No session of a desk here: ballots carry theirs, and a dated row under the same number would say when somebody voted.
        state text not null check (state in ('published', 'held', 'hidden', 'deleted')),
        -- Was it ever on the page: what was only held back leaves no mark there.
        listed boolean not null,
        useful integer not null default 0 check (useful >= 0),
        not_useful integer not null default 0 check (not_useful >= 0),
        votes integer not null generated always as (useful + not_useful) stored,
        score double precision not null generated always as (consultations.wilson(useful, useful + not_useful)) stored,
        reply_count integer not null default 0 check (reply_count >= 0),
        -- Made by the form: the same form sent twice makes one comment.
        submission_token uuid not null,
        created_at timestamptz not null default platform.clock(),
        edited_at timestamptz,
        unique (consultation_id, submission_token),
        check (num_nonnulls(proposal_id, debate_id) = 1),
        check ((depth = 0) = (parent_id is null) and (depth = 0) = (root_id is null)),
        check ((depth = 0 and not official) = (stance is not null)),
        check (listed or state <> 'published')
      );
      create index comment_fair on consultations.comment (subject_id, score desc, created_at, id) where depth = 0 and not official and listed and (votes >= 5 or state <> 'published');
      create index comment_fresh on consultations.comment (subject_id, votes, created_at desc, id) where depth = 0 and not official and listed and votes < 5 and state = 'published';
      create index comment_recent on consultations.comment (subject_id, created_at, id) where depth = 0 and not official and listed;
      create index comment_official on consultations.comment (subject_id, created_at, id) where depth = 0 and official and listed;
      create index comment_thread on consultations.comment (root_id, official desc, created_at, id) where listed;
      create index comment_parent on consultations.comment (parent_id);
      create index comment_author on consultations.comment (author_id, created_at desc);
      create index comment_proposal on consultations.comment (proposal_id);
      create index comment_debate on consultations.comment (debate_id);
      create index comment_phase on consultations.comment (phase_id);
      create index comment_consultation on consultations.comment (consultation_id, created_at, id) where state = 'published';
      grant select, insert, update on consultations.comment to ${app};
      create trigger comment_author_forgotten before update of author_id on consultations.comment
        for each row when (old.author_id is not null and new.author_id is null) execute function consultations.forget_author();

      -- Texts that an edit replaced, and the one that stands.
      create table consultations.comment_version (
        comment_id uuid not null references consultations.comment on delete cascade,
        version smallint not null,
        body text not null,
        at timestamptz not null default platform.clock(),
        primary key (comment_id, version)
      );
      grant select, insert on consultations.comment_version to ${app};

      -- One account, one vote: under a keyed hash of the account that is another one in each consultation.
      create table consultations.comment_vote (
        comment_id uuid not null references consultations.comment on delete cascade,
        account_ref bytea not null check (length(account_ref) = 32),
        useful boolean not null,
        primary key (comment_id, account_ref)
      );
      grant select, insert, update, delete on consultations.comment_vote to ${app};
      create function consultations.count_comment_vote() returns trigger
        language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      begin
        if tg_op <> 'INSERT' then
          update consultations.comment set useful = useful - old.useful::integer, not_useful = not_useful - (not old.useful)::integer where id = old.comment_id;
        end if;
        if tg_op <> 'DELETE' then
          update consultations.comment set useful = useful + new.useful::integer, not_useful = not_useful + (not new.useful)::integer where id = new.comment_id;
        end if;
        return null;
      end $$;
      revoke all on function consultations.count_comment_vote() from public;
      create trigger comment_vote_counted after insert or delete or update of useful on consultations.comment_vote
        for each row execute function consultations.count_comment_vote();

      -- What lists count at every reading, kept beside what it comes from.
      create table consultations.comment_count (
        subject_id uuid primary key,
        consultation_id uuid not null references consultations.consultation on delete cascade,
        published integer not null default 0,
        roots integer not null default 0,
        "for" integer not null default 0,
        against integer not null default 0,
        neutral integer not null default 0
      );
      create index comment_count_consultation on consultations.comment_count (consultation_id);
      grant select on consultations.comment_count to ${app};
      create function consultations.count_comment(p consultations.comment, p_sign integer) returns void
        language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      declare
        stands integer := p_sign * (p.state = 'published')::integer;
        root boolean := p.depth = 0 and not p.official;
      begin
        if not p.listed then return; end if;
        insert into consultations.comment_count as n (subject_id, consultation_id, published, roots, "for", against, neutral)
        values (p.subject_id, p.consultation_id, stands, p_sign * root::integer, case when p.stance = 'for' then stands else 0 end,
          case when p.stance = 'against' then stands else 0 end, case when p.stance = 'neutral' then stands else 0 end)
        on conflict (subject_id) do update set published = n.published + excluded.published, roots = n.roots + excluded.roots, "for" = n."for" + excluded."for",
          against = n.against + excluded.against, neutral = n.neutral + excluded.neutral;
        if p.root_id is not null then
          update consultations.comment set reply_count = reply_count + p_sign where id = p.root_id;
        end if;
      end $$;
      create function consultations.comment_changed() returns trigger
        language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      begin
        if tg_op = 'UPDATE' then perform consultations.count_comment(old, -1); end if;
        perform consultations.count_comment(new, 1);
        return null;
      end $$;
      revoke all on function consultations.count_comment(consultations.comment, integer), consultations.comment_changed() from public;
      create trigger comment_counted after insert or update of state, listed on consultations.comment
        for each row execute function consultations.comment_changed();

      -- Where a comment would go, its phase and its debate kept from closing until the transaction ends; phase_id null when it takes none.
      create function consultations.comments_phase(p_proposal uuid, p_debate uuid)
        returns table (consultation_id uuid, phase_id uuid, suspended boolean, subject_state text, owner_kind text, owner_code text)
        language plpgsql as $$
      #variable_conflict use_column
      declare
        held record;
      begin
        if p_debate is not null then perform from consultations.debate d where d.id = p_debate for share; end if;
        select f.id, f.state, f.closes_at, s.consultation_id into held
        from (select p.consultation_id, p.phase_id from consultations.proposal p where p.id = p_proposal
          union all select d.consultation_id, d.phase_id from consultations.debate d where d.id = p_debate) s
        join consultations.phase f on f.id = s.phase_id for share of f;
        -- A statement of its own: it reads the clock, and what was decided meanwhile, after the wait for the lock.
        return query
          select c.id, case when held.state = 'open' and platform.clock() < held.closes_at then held.id end, c.suspended_at is not null,
            coalesce((select p.state from consultations.proposal p where p.id = p_proposal), (select d.state from consultations.debate d where d.id = p_debate)), c.owner_kind, c.owner_code
          from consultations.consultation c where c.id = held.consultation_id and c.state <> 'draft';
      end $$;
      revoke all on function consultations.comments_phase(uuid, uuid) from public;
      grant execute on function consultations.comments_phase(uuid, uuid) to ${app};

      alter table consultations.receipt drop constraint receipt_kind_check;
      alter table consultations.receipt add column comment_id uuid references consultations.comment on delete set null;
      alter table consultations.receipt add constraint receipt_kind_check check (kind in ('proposal', 'support', 'questionnaire', 'comment'));
      create index receipt_comment on consultations.receipt (comment_id) where comment_id is not null;
      alter table inclusion.assisted_session add column comments integer not null default 0;
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table inclusion.assisted_session drop column comments;
      delete from consultations.receipt where kind = 'comment';
      alter table consultations.receipt drop constraint receipt_kind_check;
      alter table consultations.receipt drop column comment_id;
      alter table consultations.receipt add constraint receipt_kind_check check (kind in ('proposal', 'support', 'questionnaire'));
      drop function consultations.comments_phase(uuid, uuid);
      drop table consultations.comment_vote, consultations.comment_version cascade;
      drop function consultations.count_comment_vote();
      drop trigger comment_counted on consultations.comment;
      drop function consultations.comment_changed();
      drop function consultations.count_comment(consultations.comment, integer);
      drop table consultations.comment_count;
      drop table consultations.comment;
      drop function consultations.wilson(integer, integer);
      drop table consultations.debate;
    `)
  }
}
