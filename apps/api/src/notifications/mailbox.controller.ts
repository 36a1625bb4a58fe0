import { Controller, Get, Query } from '@nestjs/common'
import { Public } from '@parvis/identity'
import { Config, DomainError, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { MailboxQuery, MailView } from './mailbox.dto'

/** Mails of the demonstration, which has no mail server. Elsewhere this page does not exist. */
@Controller('mailbox')
export class MailboxController {
  constructor(private readonly config: Config, private readonly dataSource: DataSource) {}

  /** The newest hundred. */
  @Public() @Get()
  async list(@Query() { to }: MailboxQuery): Promise<MailView[]> {
    if (!this.config.demonstration || this.config.smtpUrl) throw new DomainError('request.unknown-route', { status: 404 })
    const mails = await rows<Omit<MailView, 'at'> & { at: Date }>(this.dataSource, `
      select m.id::text, m.recipient as "to", m.subject, m.body, m.at, coalesce(a.language, 'fr') as language from platform.mailbox m left join identity.account a on a.email = m.recipient
      where $1::text is null or m.recipient = $1 order by m.id desc limit 100`, [to?.trim().toLowerCase() ?? null])
    return mails.map(({ at, ...mail }) => ({ ...mail, at: at.toISOString() }))
  }
}
