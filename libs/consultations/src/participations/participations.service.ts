import { Injectable } from '@nestjs/common'
import { CivilStatus, OwnData } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Config, iso, offsetOf, one, rows, Sealed } from '@parvis/platform'
import type { PageQuery } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { ParticipantKeyring } from '../ballots/participant-keyring'
import { attachmentJson, VERSION_ATTACHMENTS, WORKING_ORDER } from '../attachments/working-set'
import { accountReference, ownEntries } from '../ballots/roll'
import { CLAIM_WORDS, keptClaims } from './kept-claims'
import { OwnRecord } from './own-record.service'
import type { KeptDecisionView, KeptDraftView, KeptFilterView, KeptFollowView, KeptJudgementView, KeptReportView, KeptMailView, KeptCommentView, KeptProposalView, KeptRegistrationView, KeptQuestionnaireView, KeptVoteView, OwnDataView, OwnProposalPageView, OwnSupportPageView, OwnSupportView, KeptAmendmentView, KeptInvitationView, KeptReceiptView } from './participations.dto'

const CONSULTATION = `json_build_object('slug', c.slug, 'title', c.title) as consultation`
/** Proposals can be changed and supports taken back while their phase takes them. */
const OPEN = `p.state = 'submitted' and c.suspended_at is null and exists (select from consultations.phase f where f.id = p.phase_id and f.state = 'open' and platform.clock() < f.closes_at) as open`

/** By `$1`, first or not. */
const SIGNED = `(p.author_id = $1 or p.id in (select a.proposal_id from consultations.proposal_coauthor a where a.account_id = $1))`

/** One key for each consultation (`$1`, `$2`): a support follows its account when the civil status changes, so the person's present key finds it. */
const SUPPORTS = `
  from unnest($1::uuid[], $2::bytea[]) own(consultation_id, key)
  join consultations.support s on s.supporter_key = own.key
  join consultations.proposal p on p.id = s.proposal_id and p.consultation_id = own.consultation_id
  join consultations.consultation c on c.id = p.consultation_id`

/** What one person did, for that person alone. */
@Injectable()
export class Participations {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly civilStatus: CivilStatus,
    private readonly keyring: ParticipantKeyring,
    private readonly ownData: OwnData,
    private readonly record: OwnRecord,
  ) {}

  /** Newest first; those written at a desk hold no account and are found by their receipt. */
  async proposals({ accountId }: Actor, query: PageQuery): Promise<OwnProposalPageView> {
    const { total, items } = await one<Pick<OwnProposalPageView, 'total' | 'items'>>(this.dataSource, `
      select (select count(*)::integer from consultations.proposal p where ${SIGNED}) as total, coalesce((select json_agg(own) from (
        select p.number, p.title, p.state, p.support_count as "supportCount", ${iso('p.created_at')} as "createdAt", ${iso('p.edited_at')} as "editedAt", p.author_id is distinct from $1 as "coAuthor", exists (select from consultations.proposal_coauthor a where a.proposal_id = p.id) as shared, ${CONSULTATION}, ${OPEN}
        from consultations.proposal p join consultations.consultation c on c.id = p.consultation_id
        where ${SIGNED} order by p.created_at desc, p.id limit $2 offset $3) own), '[]') as items`, [accountId, query.perPage, offsetOf(query)])
    return { items, total, page: query.page, perPage: query.perPage }
  }

  /** By whichever door they were given. Nobody's before a civil status is: supports are kept under a key made from it. */
  async supports(actor: Actor, query: PageQuery): Promise<OwnSupportPageView> {
    const keys = await this.keysOf(actor)
    if (keys[0].length === 0) return { items: [], total: 0, page: query.page, perPage: query.perPage }
    const { total } = await one<{ total: number }>(this.dataSource, `select count(*)::integer as total ${SUPPORTS}`, keys)
    const items = await rows<OwnSupportView>(this.dataSource, `
      select p.number, case when p.state = 'hidden' then '' else p.title end as title, p.state, p.support_count as "supportCount", s.day::text as day, s.counted, ${CONSULTATION}, ${OPEN} ${SUPPORTS}
      order by s.day desc, p.id limit $3 offset $4`, [...keys, query.perPage, offsetOf(query)])
    return { items, total, page: query.page, perPage: query.perPage }
  }

  /** Everything that is kept and can be tied to somebody, in one file. */
  async data(actor: Actor): Promise<OwnDataView> {
    const proposals = await rows<KeptProposalView>(this.dataSource, `
      select p.number, p.state, p.author_name as "authorName", ${iso('p.created_at')} as "createdAt", ${CONSULTATION},
        (select json_agg(json_build_object('version', v.version, 'title', v.title, 'body', v.body, 'theme', v.theme, 'place', v.place, 'lat', v.lat::float8, 'lon', v.lon::float8, 'at', ${iso('v.at')}, 'amendment', null, 'attachments', ${VERSION_ATTACHMENTS}) order by v.version)
          from consultations.proposal_version v where v.proposal_id = p.id) as versions
      from consultations.proposal p join consultations.consultation c on c.id = p.consultation_id where ${SIGNED} order by p.created_at, p.id`, [actor.accountId])
    const comments = await rows<KeptCommentView>(this.dataSource, `
      select m.state, m.author_name as "authorName", ${iso('m.created_at')} as "createdAt", ${CONSULTATION}, coalesce(p.title, d.title) as about,
        (select json_agg(json_build_object('version', v.version, 'body', v.body, 'at', ${iso('v.at')}) order by v.version) from consultations.comment_version v where v.comment_id = m.id) as versions
      from consultations.comment m join consultations.consultation c on c.id = m.consultation_id
        left join consultations.proposal p on p.id = m.proposal_id and p.state <> 'hidden' left join consultations.debate d on d.id = m.debate_id where m.author_id = $1 order by m.created_at, m.id`, [actor.accountId])
    const proposalDrafts = await rows<KeptDraftView>(this.dataSource, `
      select d.title, d.body, d.theme, d.place, d.lat::float8 as lat, d.lon::float8 as lon, ${iso('d.updated_at')} as "updatedAt", ${CONSULTATION},
        coalesce((select json_agg(${attachmentJson('a.alt')} order by ${WORKING_ORDER}) from consultations.attachment a where a.token = d.id and a.author_id = d.author_id), '[]') as attachments
      from consultations.proposal_draft d join consultations.consultation c on c.id = d.consultation_id where d.author_id = $1 order by d.created_at, d.id`, [actor.accountId])
    const amendments = await rows<KeptAmendmentView>(this.dataSource, `
      select m.number, m.title, m.body, m.reason, m.state, m.author_name as "authorName", ${iso('m.created_at')} as "createdAt", p.number as proposal, ${CONSULTATION}
      from consultations.amendment m join consultations.proposal p on p.id = m.proposal_id join consultations.consultation c on c.id = p.consultation_id where m.author_id = $1 order by m.created_at, m.id`, [actor.accountId])
    const coAuthorInvitations = await rows<KeptInvitationView>(this.dataSource, `
      select case when i.invited_by = $1 then 'sent' else 'received' end as kind, i.email, i.state, ${iso('i.created_at')} as "createdAt", p.number as proposal, ${CONSULTATION}
      from consultations.coauthor_invitation i join consultations.proposal p on p.id = i.proposal_id join consultations.consultation c on c.id = p.consultation_id
      where i.invited_by = $1 or (i.email = $2 and $3) order by i.created_at, i.id`, [actor.accountId, actor.email, actor.emailConfirmed])
    const supports: OwnSupportView[] = []
    for (let page = 1; ; page++) {
      const { items, total } = await this.supports(actor, { page, perPage: 500 })
      supports.push(...items)
      if (items.length === 0 || supports.length >= total) break
    }
    const follows = await rows<KeptFollowView>(this.dataSource, `select kind, target, ${iso('followed_at')} as "followedAt" from consultations.follow where account_id = $1 order by followed_at, kind, target`, [actor.accountId])
    const mails = await rows<KeptMailView>(this.dataSource, `
      select case when m.newsletter_id is null then 'digest' else 'letter' end as kind, l.subject, ${iso('r.sent_at')} as "sentAt"
      from consultations.mailing_recipient r join consultations.mailing m on m.id = r.mailing_id left join consultations.newsletter l on l.id = m.newsletter_id
      where r.account_id = $1 and r.sent_at is not null order by r.sent_at, r.id`, [actor.accountId])
    return {
      ...await this.ownData.read(actor), follows, mails, proposals, amendments, coAuthorInvitations, comments, proposalDrafts, supports, votes: await this.votes(actor), meetings: await this.meetings(actor), questionnaires: await this.questionnaires(actor),
      ...await this.discussion(actor), savedFilters: await this.savedFilters(actor), claims: await keptClaims(this.dataSource, new Sealed(this.config, CLAIM_WORDS), actor.accountId), heldReceipts: await this.heldReceipts(actor),
    }
  }

  /** What stands under a keyed hash of the account, and what was decided of their texts. Who reported those is not told. */
  private async discussion(actor: Actor): Promise<Pick<OwnDataView, 'judgements' | 'reports' | 'moderation'>> {
    const refs = await this.record.refs(actor)
    const OWN = 'from unnest($1::uuid[], $2::bytea[]) own(consultation_id, ref)'
    return {
      judgements: await rows<KeptJudgementView>(this.dataSource, `
        select ${CONSULTATION}, v.comment_id as "commentId", v.useful ${OWN} join consultations.comment_vote v on v.account_ref = own.ref
        join consultations.consultation c on c.id = own.consultation_id order by c.slug, v.comment_id`, refs),
      reports: await rows<KeptReportView>(this.dataSource, `
        select ${CONSULTATION}, case when k.comment_id is null then 'proposal' else 'comment' end as kind, r.reason, r.words, ${iso('r.at')} as at ${OWN}
        join consultations.report r on r.reporter_ref = own.ref join consultations.moderation_case k on k.id = r.case_id join consultations.consultation c on c.id = k.consultation_id order by r.at, r.id`, refs),
      moderation: await rows<KeptDecisionView>(this.dataSource, `
        select ${CONSULTATION}, case when k.comment_id is null then 'proposal' else 'comment' end as kind, coalesce(p.title, q.title, d.title) as title, h.reason, h.words, ${iso('h.at')} as at,
          a.words as appeal, ${iso('a.at')} as "appealAt", a.outcome, a.answer
        from consultations.moderation_decision h join consultations.moderation_case k on k.id = h.case_id join consultations.consultation c on c.id = k.consultation_id
          left join consultations.proposal p on p.id = k.proposal_id left join consultations.comment m on m.id = k.comment_id
          left join consultations.proposal q on q.id = m.proposal_id left join consultations.debate d on d.id = m.debate_id left join consultations.appeal a on a.decision_id = h.id
        where h.act = 'hide' and (k.comment_id in (select id from consultations.comment where author_id = $1) or k.proposal_id in (select id from consultations.proposal where author_id = $1)) order by h.at, h.id`, [actor.accountId]),
    }
  }

  private heldReceipts({ accountId }: Actor): Promise<KeptReceiptView[]> {
    return rows<KeptReceiptView>(this.dataSource, `select ${CONSULTATION}, r.kind, h.day::text as day from consultations.held_receipt h join consultations.receipt r on r.hash = h.hash join consultations.consultation c on c.id = r.consultation_id where h.account_id = $1 order by h.day, h.id`, [accountId])
  }

  private savedFilters({ accountId }: Actor): Promise<KeptFilterView[]> {
    return rows<KeptFilterView>(this.dataSource, `select list, name, filter, team_kind || ' ' || team_code as team from consultations.saved_view where account_id = $1 order by list, place`, [accountId])
  }

  private meetings({ accountId }: Actor): Promise<KeptRegistrationView[]> {
    return rows<KeptRegistrationView>(this.dataSource, `
      select m.title as meeting, ${CONSULTATION}, ${iso('m.starts_at')} as "startsAt", r.state, r.name, r.phone, r.needs, ${iso('r.registered_at')} as "registeredAt"
      from consultations.meeting_registration r join consultations.meeting m on m.id = r.meeting_id join consultations.consultation c on c.id = m.consultation_id
      where r.account_id = $1 order by r.registered_at, r.id`, [accountId])
  }

  /** Before a vote is sealed an account is known to have taken part; afterwards nothing ties it to anybody. */
  private async votes({ accountId }: Actor): Promise<KeptVoteView[]> {
    const unsealed = await rows<{ id: string, consultation: KeptVoteView['consultation'] }>(this.dataSource, `
      select v.id, ${CONSULTATION} from consultations.vote v join consultations.consultation c on c.id = v.consultation_id where v.state in ('open', 'counting') order by c.slug`)
    const found = await Promise.all(unsealed.map(async ({ id, consultation }) => {
      const entries = await ownEntries(this.dataSource.manager, id, accountReference(this.config.masterPepper, id, accountId))
      return entries.map(({ day, channel }) => ({ consultation, day, channel }))
    }))
    return found.flat()
  }

  /** The account's own; those of a desk hold no account. */
  private async questionnaires({ accountId }: Actor): Promise<KeptQuestionnaireView[]> {
    const consultations = await rows<{ id: string }>(this.dataSource, `select consultation_id as id from consultations.phase where kind = 'questionnaire' and state <> 'scheduled'`)
    return rows<KeptQuestionnaireView>(this.dataSource, `
      select ${CONSULTATION}, e.day::text as day, e.channel
      from unnest($1::uuid[], $2::bytea[]) own(consultation_id, ref)
      join consultations.questionnaire_entry e on e.consultation_id = own.consultation_id and e.account_ref = own.ref
      join consultations.consultation c on c.id = e.consultation_id order by e.day, c.slug`,
    [consultations.map(({ id }) => id), consultations.map(({ id }) => this.keyring.accountIn(id, accountId))])
  }

  private async keysOf(actor: Actor): Promise<[string[], Buffer[]]> {
    const person = await this.civilStatus.ofActor(actor)
    if (!person) return [[], []]
    const consultations = await rows<{ id: string }>(this.dataSource, `select id from consultations.consultation where state <> 'draft'`)
    return [consultations.map(({ id }) => id), consultations.map(({ id }) => this.keyring.keyOf(id, person).k0)]
  }
}
