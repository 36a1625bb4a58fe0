import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import type { Language } from '@parvis/identity'
import { Config, Mailer, maybe, Outbox } from '@parvis/platform'
import { DataSource } from 'typeorm'

interface Reader {
  email: string
  language: Language
}

/** Where the proposal is, and what it is called. */
interface About {
  title: string
  path: string
}

const PATH = `'/consultations/' || c.slug || '/propositions/' || p.number`

/** What people who make proposals together are told: each event is one person and one mail. */
@Injectable()
export class TogetherMails implements OnModuleInit {
  constructor(private readonly config: Config, private readonly dataSource: DataSource, private readonly outbox: Outbox, private readonly mailer: Mailer) {}

  onModuleInit(): void {
    // The same mail in shape whether or not the address has an account: it says what to do.
    this.outbox.handle<{ invitationId: string }>('coauthor.invited', async ({ invitationId }, { id }) => {
      const invited = await maybe<About & Reader & { known: boolean, from: string }>(this.dataSource, `
        select i.email, coalesce(a.language, 'fr') as language, a.id is not null as known, f.display_name as "from", p.title, ${PATH} as path from consultations.coauthor_invitation i
        join consultations.proposal p on p.id = i.proposal_id and p.state = 'submitted' join consultations.consultation c on c.id = p.consultation_id join identity.account f on f.id = i.invited_by
        left join identity.account a on lower(a.email) = i.email and a.disabled_at is null where i.id = $1 and i.state = 'waiting'`, [invitationId])
      if (!invited) return
      const { m, locale } = await catalogue(invited)
      const facts = { title: invited.title, from: invited.from || m.mail_together_somebody({}, locale), link: this.at(invited.language, `${invited.path}/auteurs`), proposal: this.at(invited.language, invited.path), signUp: this.at(invited.language, '/inscription') }
      await this.mailer.send({ to: invited.email, subject: m.mail_together_invited_subject({}, locale), body: invited.known ? m.mail_together_invited_body(facts, locale) : m.mail_together_invited_stranger_body(facts, locale) }, id)
    })
    this.outbox.handle<{ amendmentId: string, accountId: string }>('amendment.submitted', async ({ amendmentId, accountId }, { id }) => {
      const [to, about] = await Promise.all([this.readerOf(accountId), this.amendment(amendmentId)])
      if (!to || !about || about.state !== 'waiting') return
      const { m, locale } = await catalogue(to)
      await this.mailer.send({ to: to.email, subject: m.mail_together_amendment_subject({}, locale), body: m.mail_together_amendment_body({ title: about.title, days: String(about.days), link: this.at(to.language, about.path) }, locale) }, id)
    })
    this.outbox.handle<{ amendmentId: string }>('amendment.answered', async ({ amendmentId }, { id }) => {
      const about = await this.amendment(amendmentId)
      const to = about && await this.readerOf(about.authorId)
      if (!about || !to) return
      const { m, locale } = await catalogue(to)
      const body = about.state === 'accepted' ? m.mail_together_accepted_body : about.state === 'removed' ? m.mail_together_removed_body : m.mail_together_declined_body
      await this.mailer.send({ to: to.email, subject: m.mail_together_answered_subject({}, locale), body: body({ title: about.title, answer: about.answer, link: this.at(to.language, about.path) }, locale) }, id)
    })
    this.outbox.handle<{ answerId: string, accountId: string }>('proposal.answered-together', async ({ answerId, accountId }, { id }) => {
      const [to, about] = await Promise.all([this.readerOf(accountId), maybe<About>(this.dataSource, `
        select p.title, ${PATH} as path from consultations.proposal_answer a join consultations.proposal p on p.id = a.proposal_id join consultations.consultation c on c.id = p.consultation_id where a.id = $1`, [answerId])])
      if (!to || !about) return
      const { m, locale } = await catalogue(to)
      await this.mailer.send({ to: to.email, subject: m.mail_answer_subject({}, locale), body: m.mail_answer_body({ title: about.title, link: this.at(to.language, about.path) }, locale) }, id)
    })
    this.outbox.handle<{ reshapingId: string, accountId: string, undone: boolean }>('reshaping.told', async ({ reshapingId, accountId, undone }, { id }) => {
      const [to, about] = await Promise.all([this.readerOf(accountId), maybe<{ title: string, path: string, kind: 'merge' | 'split', reason: string }>(this.dataSource, `
        select p.title, r.kind, r.reason, ${PATH} as path from consultations.reshaping r join consultations.proposal_link l on l.reshaping_id = r.id join consultations.proposal p on p.id = l.from_id join consultations.consultation c on c.id = p.consultation_id
        where r.id = $1 order by p.author_id = $2 desc nulls last, exists (select from consultations.proposal_coauthor a where a.proposal_id = p.id and a.account_id = $2) desc, p.number limit 1`, [reshapingId, accountId])])
      if (!to || !about) return
      const { m, locale } = await catalogue(to)
      const body = undone ? m.mail_together_undone_body : about.kind === 'merge' ? m.mail_together_merged_body : m.mail_together_split_body
      await this.mailer.send({ to: to.email, subject: m.mail_together_reshaped_subject({}, locale), body: body({ title: about.title, reason: about.reason, link: this.at(to.language, about.path) }, locale) }, id)
    })
  }

  private amendment(id: string): Promise<(About & { state: string, answer: string, authorId: string | null, days: number }) | null> {
    return maybe(this.dataSource, `
      select p.title, ${PATH} || '/amendements/' || m.number as path, m.state, m.answer, m.author_id as "authorId", greatest(1, round(extract(epoch from m.answer_due - m.created_at) / 86400))::integer as days
      from consultations.amendment m join consultations.proposal p on p.id = m.proposal_id join consultations.consultation c on c.id = p.consultation_id where m.id = $1`, [id])
  }

  private async readerOf(accountId: string | null): Promise<Reader | null> {
    return accountId ? maybe<Reader>(this.dataSource, 'select email, language from identity.account where id = $1 and disabled_at is null and email_confirmed_at is not null', [accountId]) : null
  }

  private at(language: Language, path: string): string {
    return `${this.config.origin}${language === 'fr' ? '' : `/${language}`}${path}`
  }
}

// Loaded with the first mail, as the others are.
const catalogue = async ({ language }: Reader) => ({ m: (await import('@parvis/texts')).m, locale: { locale: language } })
