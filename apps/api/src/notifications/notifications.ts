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
    this.outbox.handle<AboutAccount>(accountEvents.confirmationWanted, async ({ accountId }, { id }) => {
      const to = await this.readerOf(accountId, 'email_confirmed_at is null')
      const token = to && accountId && await this.tokens.issue(this.dataSource.manager, accountId, 'confirm_email')
      if (!to || !token) return
      const { m, locale } = await catalogue(to)
      await this.mailer.send({ to: to.email, subject: m.mail_confirm_subject({}, locale), body: m.mail_confirm_body({ link: at(to.language, `/inscription/confirmation/${token}`) }, locale) }, id)
    })
    this.outbox.handle<AboutAccount>(accountEvents.resetWanted, async ({ accountId }, { id }) => {
      const to = await this.readerOf(accountId)
      const token = to && accountId && await this.tokens.issue(this.dataSource.manager, accountId, 'reset_password')
      if (!to || !token) return
      const { m, locale } = await catalogue(to)
      await this.mailer.send({ to: to.email, subject: m.mail_reset_subject({}, locale), body: m.mail_reset_body({ link: at(to.language, `/mot-de-passe/${token}`) }, locale) }, id)
    })
    this.outbox.handle<AboutAccount>(accountEvents.alreadyExists, async ({ accountId }, { id }) => {
      const to = await this.readerOf(accountId)
      if (!to) return
      const { m, locale } = await catalogue(to)
      await this.mailer.send({ to: to.email, subject: m.mail_existing_subject({}, locale), body: m.mail_existing_body({ signIn: at(to.language, '/connexion'), reset: at(to.language, '/mot-de-passe') }, locale) }, id)
    })
  }

  private async readerOf(accountId: string | null, condition = 'true'): Promise<Reader | null> {
    return accountId ? maybe<Reader>(this.dataSource, `select email, language from identity.account where id = $1 and disabled_at is null and ${condition}`, [accountId]) : null
  }
}

// Loaded with the first mail: the catalogue holds every sentence of every page, in three languages.
const catalogue = async ({ language }: Reader) => ({ m: (await import('@parvis/texts')).m, locale: { locale: language } })
