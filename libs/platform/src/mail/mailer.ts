import { Injectable } from '@nestjs/common'
import type { Transporter } from 'nodemailer'
import { DataSource } from 'typeorm'
import { Config } from '../config/config'

export interface Mail {
  to: string
  subject: string
  /** Plain text. */
  body: string
}

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
    this.transport ??= import('nodemailer').then(({ createTransport }) => createTransport(smtpUrl))
    const host = new URL(this.config.origin).hostname
    // The same identifier at every attempt: receiving servers drop the copy that a crash may cause.
    await (await this.transport).sendMail({ from: mailFrom, to, subject, text: body, messageId: `<${outboxId}@${host}>` })
  }
}
