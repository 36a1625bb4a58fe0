import { Injectable } from '@nestjs/common'
import type { Transporter } from 'nodemailer'
import { DataSource } from 'typeorm'
import { Config } from '../config/config'
import { maybe } from '../database/rows'

export interface Mail {
  to: string
  subject: string
  /** Plain text. */
  body: string
}

/** A mail server that hangs is one that does not answer: the outbox tries again. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

/** Sends mail by SMTP when a server is configured; otherwise puts it into the mailbox table, a page of the demonstration. */
@Injectable()
export class Mailer {
  private transport: Promise<Transporter> | undefined

  constructor(private readonly config: Config, private readonly dataSource: DataSource) {}

  /** @param outboxId the delivery that sends it: the same delivery sends once, whatever happened to its first attempt */
  async send({ to, subject, body }: Mail, outboxId: string): Promise<void> {
    const { smtpUrl, mailFrom } = this.config
    if (!smtpUrl) {
      await this.dataSource.query('insert into platform.mailbox (outbox_id, recipient, subject, body) values ($1, $2, $3, $4) on conflict (outbox_id) do nothing', [outboxId, to, subject, body])
      return
    }
    if (await maybe(this.dataSource, 'select 1 from platform.mail_sent where outbox_id = $1', [outboxId])) return
    this.transport ??= import('nodemailer').then(({ createTransport }) => createTransport({ url: smtpUrl, ...PATIENCE }))
    const host = new URL(this.config.origin).hostname
    // Between a server's yes and the mark the process may die. The identifier is the same at every attempt: receiving
    // servers drop the copy that this may cause.
    await (await this.transport).sendMail({ from: mailFrom, to, subject, text: body, messageId: `<${outboxId}@${host}>` })
    await this.dataSource.query('insert into platform.mail_sent (outbox_id) select id from platform.outbox where id = $1 on conflict do nothing', [outboxId])
  }
}
