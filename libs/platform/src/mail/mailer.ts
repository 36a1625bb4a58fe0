import { Injectable } from '@nestjs/common'
import type { OnModuleDestroy } from '@nestjs/common'
import type { Transporter } from 'nodemailer'
import { DataSource } from 'typeorm'
import { Config } from '../config/config'
import { maybe } from '../database/rows'

export interface Mail {
  to: string
  subject: string
  /** Plain text. */
  body: string
  /** The same for who reads mails as pages. */
  html?: string
  headers?: Record<string, string>
}

/** A mail server that hangs is one that does not answer: the outbox tries again. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }
/** Connections for mails that leave by hundreds. */
export const MAILS_AT_ONCE = 5

/** Sends mail by SMTP when a server is configured; otherwise puts it into the mailbox table, a page of the demonstration. */
@Injectable()
export class Mailer implements OnModuleDestroy {
  private transport: Promise<Transporter> | undefined
  private pool: Promise<Transporter> | undefined

  constructor(private readonly config: Config, private readonly dataSource: DataSource) {}

  async onModuleDestroy(): Promise<void> {
    (await this.pool)?.close()
  }

  /** @param outboxId the delivery that sends it: the same delivery sends once, whatever happened to its first attempt */
  async send(mail: Mail, outboxId: string): Promise<void> {
    const { smtpUrl } = this.config
    if (!smtpUrl) return this.keep(mail, outboxId)
    if (await maybe(this.dataSource, 'select 1 from platform.mail_sent where outbox_id = $1', [outboxId])) return
    this.transport ??= import('nodemailer').then(({ createTransport }) => createTransport({ url: smtpUrl, ...PATIENCE }))
    // Between a server's yes and the mark the process may die. The identifier is the same at every attempt: receiving
    // servers drop the copy that this may cause.
    await (await this.transport).sendMail(this.message(mail, outboxId))
    await this.dataSource.query('insert into platform.mail_sent (outbox_id) select id from platform.outbox where id = $1 on conflict do nothing', [outboxId])
  }

  /**
   * One of many, over connections that stay open, `MAILS_AT_ONCE` of them: whoever calls knows by a row of its own what was sent.
   * @param id names the mail, the same at every attempt
   */
  async sendOneOfMany(mail: Mail, id: string): Promise<void> {
    const { smtpUrl } = this.config
    if (!smtpUrl) return this.keep(mail, id)
    this.pool ??= import('nodemailer').then(({ createTransport }) => createTransport({ url: smtpUrl, pool: true, maxConnections: MAILS_AT_ONCE, maxMessages: 1_000, ...PATIENCE }))
    await (await this.pool).sendMail(this.message(mail, id))
  }

  private message({ to, subject, body, html, headers }: Mail, id: string) {
    return { from: this.config.mailFrom, to, subject, text: body, html, headers, messageId: `<${id}@${new URL(this.config.origin).hostname}>` }
  }

  private async keep({ to, subject, body }: Mail, id: string): Promise<void> {
    await this.dataSource.query('insert into platform.mailbox (outbox_id, recipient, subject, body) values ($1, $2, $3, $4) on conflict (outbox_id) do nothing', [id, to, subject, body])
  }
}
