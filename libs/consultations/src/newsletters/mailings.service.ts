import { Injectable } from '@nestjs/common'
import { maybe, one, Outbox, rows, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'

/** The one job of a mailing, whoever many it goes to. Payload: `{ mailingId, turn }`. */
export const MAILING = 'mailing.wanted'
const BATCH = 100

export interface MailingHead {
  id: string
  rhythm: 'immediate' | 'daily' | 'weekly' | null
  untilNews: string | null
  newsletterId: string | null
  /** A letter that is resumed gets another job: the one before takes nobody any more. */
  turn: number
}

export interface MailingRecipient {
  /** Names the mail. */
  id: string
  accountId: string
  email: string
  language: 'fr' | 'en' | 'nl'
  afterNews: string
  /** Unsubscribed, or gone, since the mailing was made. */
  wanted: boolean
}

const WHO_READS = 'a.email_confirmed_at is not null and a.disabled_at is null'
/** Whoever confirmed an address and accepts letters. Alias `a`. */
export const ACCEPTS_LETTERS = `${WHO_READS} and a.letters_at is not null and a.letters_ended_at is null`

const SENT = 'update consultations.mailing_recipient set sent_at = platform.clock() where mailing_id = $1 and account_id = any($2)'

/**
 * Something that goes to many people. One row for each of them says where it stands; a batch is taken, sent and marked
 * mail by mail, so that a process that dies leaves to the next one exactly what it had not sent.
 */
@Injectable()
export class Mailings {
  constructor(private readonly dataSource: DataSource, private readonly outbox: Outbox) {}

  /** The digest of a period, unless it exists; nothing when nothing happened since the last of its rhythm. */
  async openDigest(rhythm: string, period: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const made = await maybe<{ id: string }>(tx, `
        insert into consultations.mailing (period, rhythm, until_news)
        select $1, $2, n.until from (select max(id) as until from consultations.news) n
        where n.until > coalesce((select max(m.until_news) from consultations.mailing m where m.rhythm = $2), 0)
        on conflict (period) do nothing returning id`, [period, rhythm])
      if (made) await this.outbox.announce(tx, MAILING, { mailingId: made.id, turn: 1 })
    })
  }

  /** A letter, in the transaction that sends it: its recipients are those of this moment. @returns how many */
  async openLetter(tx: EntityManager, newsletterId: string, audience: string, params: unknown[]): Promise<number> {
    const { id } = await one<{ id: string }>(tx, 'insert into consultations.mailing (newsletter_id, prepared_at) values ($1, platform.clock()) returning id', [newsletterId])
    const { count } = await one<{ count: number }>(tx, `
      with added as (insert into consultations.mailing_recipient (mailing_id, account_id) select '${id}'::uuid, a.id ${audience} returning 1) select count(*)::integer as count from added`, params)
    await this.outbox.announce(tx, MAILING, { mailingId: id, turn: 1 })
    return count
  }

  /** Whether a job of the letter still works or waits; whoever it took already gets the letter from it. */
  async underWay(tx: EntityManager, newsletterId: string): Promise<boolean> {
    const mailing = await maybe<{ id: string }>(tx, 'select id from consultations.mailing where newsletter_id = $1', [newsletterId])
    const job = mailing && await this.outbox.standing(tx, MAILING, { mailingId: mailing.id })
    return job?.state === 'running' || job?.state === 'waiting'
  }

  /** Goes on with who has not got the letter, in a job of its own: the one before, should it be tried again, takes nobody. @returns how many are left */
  async resumeLetter(tx: EntityManager, newsletterId: string): Promise<number> {
    const { id, turn } = await one<{ id: string, turn: number }>(tx, 'update consultations.mailing set turn = turn + 1, ended_at = null where newsletter_id = $1 returning id, turn', [newsletterId])
    const { count } = await one<{ count: number }>(tx, `
      with left_over as (update consultations.mailing_recipient set attempt = 0 where mailing_id = $1 and sent_at is null and dropped is null returning 1) select count(*)::integer as count from left_over`, [id])
    await this.outbox.announce(tx, MAILING, { mailingId: id, turn })
    return count
  }

  /** Null when it is gone, or when a later job goes on with it. */
  async head(id: string, turn: number): Promise<MailingHead | null> {
    return maybe<MailingHead>(this.dataSource, 'select id, rhythm, until_news as "untilNews", newsletter_id as "newsletterId", turn from consultations.mailing where id = $1 and turn = $2', [id, turn])
  }

  /** Who gets the digest: whoever wants this rhythm and follows something that happened since their last one. Once. */
  async prepare({ id, rhythm, untilNews }: MailingHead): Promise<void> {
    if (rhythm === null) return
    await this.dataSource.transaction(async (tx) => {
      const mine = await maybe(tx, 'update consultations.mailing set prepared_at = platform.clock() where id = $1 and prepared_at is null returning id', [id])
      if (!mine) return
      await tx.query(`
        with newest as (
          select t.kind, t.target, n.id, n.at from (select distinct kind, target from consultations.follow) t
          cross join lateral (select s.news_id from consultations.news_subject s where s.kind = t.kind and s.target = t.target and s.news_id <= $3 order by s.news_id desc limit 1) s
          join consultations.news n on n.id = s.news_id where n.at > (select platform.clock() - interval '31 days')),
        heard as materialized (select f.account_id, max(n.id) as news from consultations.follow f join newest n on n.kind = f.kind and n.target = f.target and n.at >= f.followed_at group by f.account_id)
        insert into consultations.mailing_recipient (mailing_id, account_id, after_news)
        select $1, a.id, coalesce(t.until_news, 0)
        from heard h join identity.account a on a.id = h.account_id left join consultations.digest_told t on t.account_id = a.id
        where a.digest = $2 and ${WHO_READS} and h.news > coalesce(t.until_news, 0)
        on conflict do nothing`, [id, rhythm, untilNews])
    })
  }

  /** The next people, for this attempt of the job alone; empty when nobody is left, or when the letter was stopped. */
  async take({ id, newsletterId, turn }: MailingHead, attempt: number): Promise<MailingRecipient[]> {
    if (newsletterId !== null && !await maybe(this.dataSource, `
      select 1 from consultations.newsletter n join consultations.mailing m on m.newsletter_id = n.id where n.id = $1 and n.state = 'sending' and m.turn = $2`, [newsletterId, turn])) return []
    return rows<MailingRecipient>(this.dataSource, `
      update consultations.mailing_recipient r set attempt = $2
      from (select account_id from consultations.mailing_recipient where mailing_id = $1 and sent_at is null and dropped is null and attempt < $2
        order by attempt, account_id limit ${BATCH} for update skip locked) due
      join identity.account a on a.id = due.account_id
      where r.mailing_id = $1 and r.account_id = due.account_id
      returning r.id, r.account_id as "accountId", a.email, a.language, r.after_news as "afterNews", ${newsletterId === null ? `${WHO_READS} and a.digest <> 'never'` : ACCEPTS_LETTERS} as wanted`, [id, attempt])
  }

  /** Marks several at once: what the mail server has. */
  async sent({ id, untilNews }: MailingHead, accountIds: readonly string[]): Promise<void> {
    await this.dataSource.query(untilNews === null ? SENT : `with sent as (${SENT} returning account_id)
      insert into consultations.digest_told (account_id, until_news) select account_id, $3 from sent
      on conflict (account_id) do update set until_news = greatest(digest_told.until_news, excluded.until_news)`, [id, accountIds, ...(untilNews === null ? [] : [untilNews])])
  }

  async drop({ id }: MailingHead, { accountId }: MailingRecipient, why: 'refused' | 'unwanted'): Promise<void> {
    await this.dataSource.query('update consultations.mailing_recipient set dropped = $3 where mailing_id = $1 and account_id = $2', [id, accountId, why])
  }

  async progress({ id }: MailingHead): Promise<{ done: number, total: number }> {
    return one<{ done: number, total: number }>(this.dataSource, `
      select count(*) filter (where sent_at is not null or dropped is not null)::integer as done, count(*)::integer as total from consultations.mailing_recipient where mailing_id = $1`, [id])
  }

  /** Forgets who got which digest. */
  async sweep(tx: EntityManager, days = 90): Promise<number> {
    return touched(tx, 'delete from consultations.mailing where rhythm is not null and created_at < platform.clock() - make_interval(days => $1)', [days])
  }

  async end({ id, newsletterId, turn }: MailingHead): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const mine = await touched(tx, 'update consultations.mailing set ended_at = coalesce(ended_at, platform.clock()) where id = $1 and turn = $2', [id, turn])
      if (mine > 0 && newsletterId !== null) await tx.query(`update consultations.newsletter set state = 'sent', ended_at = platform.clock() where id = $1 and state = 'sending'`, [newsletterId])
    })
  }
}
