import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { accountEvents, OneTimeTokens } from '@parvis/identity'
import type { Language } from '@parvis/identity'
import { Config, Mailer, maybe, Outbox } from '@parvis/platform'
import { DataSource } from 'typeorm'

/** Who a mail goes to, and in which language. */
interface Reader {
  email: string
  language: Language
}

interface AboutAccount {
  accountId: string | null
  /** Where the person was going, a path of this site: the link may be opened in another browser, which remembers nothing. */
  back?: string
}

const withBack = (path: string, back?: string): string => (back === undefined ? path : `${path}?retour=${back}`)

interface AboutDecision {
  decisionId: string
}

/** A decision of moderation, as its author is told. */
interface Decided {
  title: string
  reason: string
  words: string
  undone: boolean
  outcome: 'upheld' | 'restored' | 'moot' | null
  answer: string
  path: string
}

/** Turns what happened into messages: the only reader of all libs' events. Links are made when a mail is, so no row holds one. */
@Injectable()
export class Notifications implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly mailer: Mailer,
    private readonly tokens: OneTimeTokens,
  ) {}

  onModuleInit(): void {
    const { origin } = this.config
    const at = (language: Language, path: string): string => `${origin}${language === 'fr' ? '' : `/${language}`}${path}`
    this.tellAuthors(at)
    this.tellDesks(at)
    this.outbox.handle<AboutAccount>(accountEvents.confirmationWanted, async ({ accountId, back }, { id }) => {
      const to = await this.readerOf(accountId, 'email_confirmed_at is null')
      const token = to && accountId && await this.tokens.issue(this.dataSource.manager, accountId, 'confirm_email')
      if (!to || !token) return
      const { m, locale } = await catalogue(to)
      await this.mailer.send({ to: to.email, subject: m.mail_confirm_subject({}, locale), body: m.mail_confirm_body({ link: at(to.language, withBack(`/inscription/confirmation/${token}`, back)) }, locale) }, id)
    })
    this.outbox.handle<AboutAccount>(accountEvents.resetWanted, async ({ accountId }, { id }) => {
      const to = await this.readerOf(accountId)
      const token = to && accountId && await this.tokens.issue(this.dataSource.manager, accountId, 'reset_password')
      if (!to || !token) return
      const { m, locale } = await catalogue(to)
      await this.mailer.send({ to: to.email, subject: m.mail_reset_subject({}, locale), body: m.mail_reset_body({ link: at(to.language, `/mot-de-passe/${token}`) }, locale) }, id)
    })
    this.outbox.handle<AboutAccount>(accountEvents.alreadyExists, async ({ accountId, back }, { id }) => {
      const to = await this.readerOf(accountId)
      if (!to) return
      const { m, locale } = await catalogue(to)
      await this.mailer.send({ to: to.email, subject: m.mail_existing_subject({}, locale), body: m.mail_existing_body({ signIn: at(to.language, withBack('/connexion', back)), reset: at(to.language, '/mot-de-passe') }, locale) }, id)
    })
    this.outbox.handle<{ answerId: string }>('proposal.answered', async ({ answerId }, { id }) => {
      const answered = await maybe<{ accountId: string | null, title: string, number: number, slug: string, correction: boolean }>(this.dataSource, `
        select p.author_id as "accountId", p.title, p.number, c.slug, a.version > 1 as correction from consultations.proposal_answer a
        join consultations.proposal p on p.id = a.proposal_id join consultations.consultation c on c.id = p.consultation_id where a.id = $1`, [answerId])
      const to = answered && await this.readerOf(answered.accountId, 'email_confirmed_at is not null')
      if (!answered || !to) return
      const { m, locale } = await catalogue(to)
      const about = { title: answered.title, link: at(to.language, `/consultations/${answered.slug}/propositions/${answered.number}`) }
      const body = answered.correction ? m.mail_answer_corrected_body(about, locale) : m.mail_answer_body(about, locale)
      await this.mailer.send({ to: to.email, subject: answered.correction ? m.mail_answer_corrected_subject({}, locale) : m.mail_answer_subject({}, locale), body }, id)
    })
  }

  /** What becomes of a desk: told to who works at it, and to the referent of an organisation. */
  private tellDesks(at: (language: Language, path: string) => string): void {
    const ofHabilitation = (id: string) => maybe<Reader & { organisation: string }>(this.dataSource, `
      select a.email, a.language, o.name as organisation from inclusion.habilitation h join identity.account a on a.id = h.account_id and a.disabled_at is null join inclusion.organisation o on o.id = h.organisation_id where h.id = $1`, [id])
    this.outbox.handle<{ habilitationId: string }>('habilitation.warned', async ({ habilitationId }, { id }) => {
      const to = await ofHabilitation(habilitationId)
      if (!to) return
      const { m, locale } = await catalogue(to)
      await this.mailer.send({ to: to.email, subject: m.mail_habilitation_warned_subject({}, locale), body: m.mail_habilitation_warned_body({ link: at(to.language, '/mediation') }, locale) }, id)
    })
    this.outbox.handle<{ habilitationId: string }>('habilitation.decided', async ({ habilitationId }, { id }) => {
      const to = await ofHabilitation(habilitationId)
      if (!to) return
      const { m, locale } = await catalogue(to)
      await this.mailer.send({ to: to.email, subject: m.mail_habilitation_decided_subject({}, locale), body: m.mail_habilitation_decided_body({ organisation: to.organisation, link: at(to.language, '/mediation/habilitation') }, locale) }, id)
    })
    this.outbox.handle<{ missionId: string, accountId: string }>('mission.proposed', async ({ missionId, accountId }, { id }) => {
      const to = await maybe<Reader & { title: string }>(this.dataSource, `
        select a.email, a.language, m.title from inclusion.mission_proposal p join inclusion.reserve_mission m on m.id = p.mission_id join identity.account a on a.id = p.account_id and a.disabled_at is null
        where p.mission_id = $1 and p.account_id = $2 and p.state = 'proposed'`, [missionId, accountId])
      if (!to) return
      const { m, locale } = await catalogue(to)
      await this.mailer.send({ to: to.email, subject: m.mail_mission_proposed_subject({}, locale), body: m.mail_mission_proposed_body({ title: to.title, link: at(to.language, '/reserve-citoyenne') }, locale) }, id)
    })
    this.outbox.handle<{ organisationId: string }>('organisation.decided', async ({ organisationId }, { id }) => {
      // Who asked may have no account: French then.
      const to = await maybe<Reader & { organisation: string, accepted: boolean, reason: string }>(this.dataSource, `
        select r.email, coalesce(a.language, 'fr') as language, o.name as organisation, o.state = 'accepted' as accepted, o.reason from inclusion.organisation o
        join inclusion.organisation_referent r on r.organisation_id = o.id left join identity.account a on a.email = r.email where o.id = $1 order by r.email limit 1`, [organisationId])
      if (!to) return
      const { m, locale } = await catalogue(to)
      const { email, organisation, reason } = to
      await this.mailer.send(to.accepted
        ? { to: email, subject: m.mail_organisation_accepted_subject({}, locale), body: m.mail_organisation_accepted_body({ organisation, link: at(to.language, '/mediation/equipe') }, locale) }
        : { to: email, subject: m.mail_organisation_stopped_subject({}, locale), body: m.mail_organisation_stopped_body({ organisation, reason: reason || '—', link: at(to.language, '/aide') }, locale) }, id)
    })
  }

  /** What moderation decided, told to the author: `moderation.hidden`, `moderation.shown` and `appeal.decided`, each with its decision. */
  private tellAuthors(at: (language: Language, path: string) => string): void {
    this.outbox.handle<AboutDecision>('moderation.hidden', async ({ decisionId }, { id }) => {
      const to = await this.authorOf(decisionId)
      if (!to || to.undone) return
      const { m, locale } = await catalogue(to)
      await this.mailer.send({
        to: to.email, subject: m.mail_moderation_hidden_subject({}, locale),
        body: m.mail_moderation_hidden_body({ title: to.title, reason: reasonWords(m, to.reason, locale), words: to.words, link: at(to.language, `/compte/moderation/${decisionId}`) }, locale),
      }, id)
    })
    this.outbox.handle<AboutDecision>('moderation.shown', async ({ decisionId }, { id }) => {
      const to = await this.authorOf(decisionId)
      if (!to) return
      const { m, locale } = await catalogue(to)
      await this.mailer.send({ to: to.email, subject: m.mail_moderation_shown_subject({}, locale), body: m.mail_moderation_shown_body({ title: to.title, link: at(to.language, to.path) }, locale) }, id)
    })
    this.outbox.handle<AboutDecision>('appeal.decided', async ({ decisionId }, { id }) => {
      const to = await this.authorOf(decisionId)
      if (!to?.outcome) return
      const { m, locale } = await catalogue(to)
      const body = to.outcome === 'restored' ? m.mail_appeal_restored_body : m.mail_appeal_upheld_body
      await this.mailer.send({ to: to.email, subject: m.mail_appeal_subject({}, locale), body: body({ title: to.title, answer: to.answer, link: at(to.language, `/compte/moderation/${decisionId}`) }, locale) }, id)
    })
  }

  private async authorOf(decisionId: string): Promise<(Reader & Decided) | null> {
    return maybe<Reader & Decided>(this.dataSource, `
      select f.email, f.language, coalesce(p.title, q.title, b.title) as title, d.reason, d.words, d.undone_at is not null as undone, a.outcome, a.answer,
        '/consultations/' || c.slug || case when k.comment_id is not null then '/commentaires/' || k.comment_id else '/propositions/' || p.number end as path
      from consultations.moderation_decision d join consultations.moderation_case k on k.id = d.case_id join consultations.consultation c on c.id = k.consultation_id
        left join consultations.comment t on t.id = k.comment_id left join consultations.proposal p on p.id = k.proposal_id
        left join consultations.proposal q on q.id = t.proposal_id left join consultations.debate b on b.id = t.debate_id left join consultations.appeal a on a.decision_id = d.id
        join identity.account f on f.id = coalesce(t.author_id, p.author_id) and f.disabled_at is null
      where d.id = $1`, [decisionId])
  }

  private async readerOf(accountId: string | null, condition = 'true'): Promise<Reader | null> {
    return accountId ? maybe<Reader>(this.dataSource, `select email, language from identity.account where id = $1 and disabled_at is null and ${condition}`, [accountId]) : null
  }
}

type Catalogue = (typeof import('@parvis/texts'))['m']

function reasonWords(m: Catalogue, reason: string, locale: { locale: Language }): string {
  const words: Record<string, Catalogue['moderation_reason_other'] | undefined> = {
    insult: m.moderation_reason_insult, hate: m.moderation_reason_hate, private: m.moderation_reason_private, advert: m.moderation_reason_advert,
    false: m.moderation_reason_false, 'off-topic': m.moderation_reason_off_topic,
  }
  return (words[reason] ?? m.moderation_reason_other)({}, locale)
}

// Loaded with the first mail: the catalogue holds every sentence of every page, in three languages.
const catalogue = async ({ language }: Reader) => ({ m: (await import('@parvis/texts')).m, locale: { locale: language } })
