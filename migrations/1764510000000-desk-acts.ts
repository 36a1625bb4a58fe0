import type { MigrationInterface, QueryRunner } from 'typeorm'

const CHANNELS = `('online', 'accompanied', 'kiosk', 'on_behalf', 'paper', 'phone')`

/** What a desk may do beside: pictures of a proposal, an amendment, a signature, a report. And filters of the list of answers. */
export class DeskActs1764510000000 implements MigrationInterface {
  name = 'DeskActs1764510000000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table consultations.receipt drop constraint receipt_kind_check;
      alter table consultations.receipt add column amendment_id uuid references consultations.amendment on delete set null;
      alter table consultations.receipt add constraint receipt_kind_check check (kind in ('proposal', 'support', 'questionnaire', 'comment', 'amendment', 'signature'));
      create index receipt_amendment on consultations.receipt (amendment_id) where amendment_id is not null;

      -- Of a proposal that is written at a desk: its session too, until the proposal is sent.
      alter table consultations.attachment drop constraint attachment_check;
      alter table consultations.attachment add constraint attachment_of check (case when token is null then num_nonnulls(sheet_id, assistance_id) >= 1 else sheet_id is null end);

      -- Whoever signs at a desk is known by a key, as whoever supports is: once for one proposal.
      alter table consultations.proposal_coauthor add column signer_key bytea check (length(signer_key) = 16);
      alter table consultations.proposal_coauthor add constraint proposal_coauthor_person unique (proposal_id, signer_key);
      -- An invitation without an address: a code, given by hand, for one person.
      alter table consultations.coauthor_invitation alter column email drop not null;
      alter table consultations.coauthor_invitation alter column invited_by drop not null;
      alter table consultations.coauthor_invitation add column code_hash bytea unique check (length(code_hash) = 32);
      -- The session of the desk that took it: the same form sent twice is answered twice.
      alter table consultations.coauthor_invitation add column taken_in uuid;
      alter table consultations.coauthor_invitation add constraint coauthor_invitation_way check (num_nonnulls(email, code_hash) = 1 and (invited_by is not null or code_hash is not null));

      alter table consultations.report add column channel text not null default 'online' check (channel in ${CHANNELS});

      alter table inclusion.assisted_session add column amendments smallint not null default 0, add column signatures smallint not null default 0, add column reports smallint not null default 0;

      alter table consultations.saved_view drop constraint saved_view_list_check;
      alter table consultations.saved_view add constraint saved_view_list_check check (list in ('consultations', 'moderation', 'proposals', 'journal', 'answers'));

      -- Lists of staff ask by which door: what came through a desk is the smaller part.
      create index proposal_channel on consultations.proposal (consultation_id, channel) where channel <> 'online';
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop index consultations.proposal_channel;
      delete from consultations.saved_view where list = 'answers';
      alter table consultations.saved_view drop constraint saved_view_list_check;
      alter table consultations.saved_view add constraint saved_view_list_check check (list in ('consultations', 'moderation', 'proposals', 'journal'));
      alter table inclusion.assisted_session drop column amendments, drop column signatures, drop column reports;
      alter table consultations.report drop column channel;
      delete from consultations.coauthor_invitation where email is null;
      alter table consultations.coauthor_invitation drop constraint coauthor_invitation_way, drop column taken_in, drop column code_hash;
      alter table consultations.coauthor_invitation alter column invited_by set not null;
      alter table consultations.coauthor_invitation alter column email set not null;
      alter table consultations.proposal_coauthor drop column signer_key;
      delete from consultations.attachment where token is not null and assistance_id is not null;
      alter table consultations.attachment drop constraint attachment_of;
      alter table consultations.attachment add constraint attachment_check check (num_nonnulls(token, coalesce(sheet_id, assistance_id)) = 1);
      delete from consultations.receipt where kind in ('amendment', 'signature');
      alter table consultations.receipt drop constraint receipt_kind_check;
      alter table consultations.receipt drop column amendment_id;
      alter table consultations.receipt add constraint receipt_kind_check check (kind in ('proposal', 'support', 'questionnaire', 'comment'));
    `)
  }
}
