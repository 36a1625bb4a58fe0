import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** Files that people give: pictures and documents of proposals, files of answers. Their bytes lie beside what they belong to. */
export class Attachments1764410000000 implements MigrationInterface {
  name = 'Attachments1764410000000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      create table consultations.attachment (
        id uuid primary key default gen_random_uuid(),
        consultation_id uuid not null references consultations.consultation on delete cascade,
        -- Of a proposal: its submission token, from the first draft on.
        token uuid,
        author_id uuid references identity.account on delete set null,
        -- Of answers: the sheet and the question; until a desk sends them, its session.
        sheet_id uuid references consultations.answer_sheet on delete cascade,
        assistance_id uuid,
        question text check (length(question) <= 20),
        kind text not null check (kind in ('picture', 'document')),
        -- One of the few places of its proposal or question; null: taken out, kept for the version that shows it.
        slot smallint check (slot between 1 and 5),
        position integer not null default 0,
        name text not null check (length(name) between 1 and 120),
        media_type text not null check (media_type in ('image/webp', 'application/pdf', 'application/vnd.oasis.opendocument.text', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document')),
        alt text not null default '' check (length(alt) <= 300),
        width integer,
        height integer,
        -- Of all its sizes together.
        bytes integer not null check (bytes between 1 and 12000000),
        hash bytea not null check (length(hash) = 32),
        -- Since when a version of its proposal shows it.
        published_at timestamptz,
        -- Of answers the day alone, as of the sheet.
        created_at timestamptz not null default platform.clock(),
        check (num_nonnulls(token, coalesce(sheet_id, assistance_id)) = 1),
        check ((token is null) = (question is not null)),
        check ((kind = 'picture') = (width is not null and height is not null))
      );
      -- No more than there are places, however many arrive at once.
      create unique index attachment_slot on consultations.attachment (token, kind, slot) where token is not null and slot is not null;
      create unique index attachment_answer_slot on consultations.attachment (sheet_id, question, slot) where sheet_id is not null;
      create unique index attachment_desk_slot on consultations.attachment (assistance_id, question, slot) where assistance_id is not null and sheet_id is null;
      create index attachment_consultation on consultations.attachment (consultation_id);
      create index attachment_waiting on consultations.attachment (created_at) where published_at is null;
      grant select, insert, update, delete on consultations.attachment to ${app};

      create table consultations.attachment_part (
        attachment_id uuid not null references consultations.attachment on delete cascade,
        size text not null check (size in ('page', 'list', 'file')),
        content bytea not null,
        primary key (attachment_id, size)
      );
      -- Pictures and documents do not get smaller; pieces of them are read without the whole.
      alter table consultations.attachment_part alter column content set storage external;
      grant select, insert on consultations.attachment_part to ${app};

      -- How much a consultation holds, by what it was given for: one full door does not shut the other.
      create table consultations.attachment_total (
        consultation_id uuid not null references consultations.consultation on delete cascade,
        purpose text not null check (purpose in ('proposals', 'answers')),
        bytes bigint not null check (bytes >= 0),
        primary key (consultation_id, purpose)
      );
      grant select on consultations.attachment_total to ${app};

      create function consultations.count_attachment() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      declare
        held bigint;
      begin
        if tg_op = 'INSERT' then
          insert into consultations.attachment_total (consultation_id, purpose, bytes) values (new.consultation_id, case when new.token is null then 'answers' else 'proposals' end, new.bytes)
          on conflict (consultation_id, purpose) do update set bytes = attachment_total.bytes + excluded.bytes returning bytes into held;
          if held > 4294967296 then raise exception 'attachment.consultation-full' using errcode = 'P0001'; end if;
          return new;
        end if;
        update consultations.attachment_total set bytes = greatest(0, bytes - old.bytes) where consultation_id = old.consultation_id and purpose = case when old.token is null then 'answers' else 'proposals' end;
        return old;
      end $$;
      revoke all on function consultations.count_attachment() from public;
      create trigger attachment_counted after insert or delete on consultations.attachment for each row execute function consultations.count_attachment();

      -- What a draft held goes with it, whoever or whatever removes it. A draft that was sent is removed after its files were published.
      create function consultations.forget_draft_attachments() returns trigger language plpgsql as $$
      begin
        delete from consultations.attachment where token = old.id and published_at is null;
        return old;
      end $$;
      revoke all on function consultations.forget_draft_attachments() from public;
      create trigger proposal_draft_attachments after delete on consultations.proposal_draft for each row execute function consultations.forget_draft_attachments();

      -- What each version shows, in order: [{"id": …, "alt": …}].
      alter table consultations.proposal_version add column attachments jsonb not null default '[]' check (jsonb_typeof(attachments) = 'array' and jsonb_array_length(attachments) <= 8);
      -- The first picture of what stands, for lists.
      alter table consultations.proposal add column picture_id uuid references consultations.attachment on delete set null;
      create index proposal_picture on consultations.proposal (picture_id) where picture_id is not null;
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table consultations.proposal drop column picture_id;
      alter table consultations.proposal_version drop column attachments;
      drop trigger proposal_draft_attachments on consultations.proposal_draft;
      drop table consultations.attachment_total, consultations.attachment_part, consultations.attachment;
      drop function consultations.forget_draft_attachments();
      drop function consultations.count_attachment();
    `)
  }
}
