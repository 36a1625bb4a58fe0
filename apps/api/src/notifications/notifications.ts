import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { accountEvents, OneTimeTokens } from '@parvis/identity'
import { Config, Mailer, maybe, Outbox } from '@parvis/platform'
import { DataSource } from 'typeorm'

interface AboutAccount {
  accountId: string | null
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
    this.outbox.handle<AboutAccount>(accountEvents.confirmationWanted, async ({ accountId }, { id }) => {
      const to = await this.addressOf(accountId, 'email_confirmed_at is null')
      const token = to && accountId && await this.tokens.issue(this.dataSource.manager, accountId, 'confirm_email')
      if (!to || !token) return
      const m = await catalogue()
      await this.mailer.send({ to, subject: m.mail_confirm_subject(), body: m.mail_confirm_body({ link: `${origin}/inscription/confirmation/${token}` }) }, id)
    })
    this.outbox.handle<AboutAccount>(accountEvents.resetWanted, async ({ accountId }, { id }) => {
      const to = await this.addressOf(accountId)
      const token = to && accountId && await this.tokens.issue(this.dataSource.manager, accountId, 'reset_password')
      if (!to || !token) return
      const m = await catalogue()
      await this.mailer.send({ to, subject: m.mail_reset_subject(), body: m.mail_reset_body({ link: `${origin}/mot-de-passe/${token}` }) }, id)
    })
    this.outbox.handle<AboutAccount>(accountEvents.alreadyExists, async ({ accountId }, { id }) => {
      const to = await this.addressOf(accountId)
      if (!to) return
      const m = await catalogue()
      await this.mailer.send({ to, subject: m.mail_existing_subject(), body: m.mail_existing_body({ signIn: `${origin}/connexion`, reset: `${origin}/mot-de-passe` }) }, id)
    })
  }

  private async addressOf(accountId: string | null, condition = 'true'): Promise<string | null> {
    const account = accountId && await maybe<{ email: string }>(this.dataSource, `select email from identity.account where id = $1 and disabled_at is null and ${condition}`, [accountId])
    return account ? account.email : null
  }
}

// Loaded with the first mail: the catalogue holds every sentence of every page, in three languages.
const catalogue = async () => (await import('@parvis/texts')).m
