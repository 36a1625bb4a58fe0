import { Injectable } from '@nestjs/common'
import { Newsletters, NewsReads } from '@parvis/consultations'
import type { MailingHead, MailingRecipient } from '@parvis/consultations'
import { Unsubscriptions } from '@parvis/identity'
import { Config } from '@parvis/platform'
import type { Mail } from '@parvis/platform'
import { digestMail, letterMail } from './many-mails'
import type { Links } from './many-mails'

/** The mail of one person; null: there is nothing left to say. */
export type Write = (recipient: MailingRecipient) => Mail | null

/** Writes digests and letters, for a batch of people at once. */
@Injectable()
export class MailWriter {
  constructor(private readonly config: Config, private readonly newsletters: Newsletters, private readonly news: NewsReads, private readonly unsubscriptions: Unsubscriptions) {}

  /** A letter as its author tries it; null when it is gone. */
  async test(newsletterId: string, reader: Pick<MailingRecipient, 'email' | 'language'>): Promise<Mail | null> {
    const letter = await this.newsletters.text(newsletterId)
    return letter && letterMail(await import('@parvis/texts'), reader, letter, { at: this.at(reader.language), unsubscribe: null })
  }

  async of(head: MailingHead, batch: readonly MailingRecipient[]): Promise<Write> {
    // Loaded with the first mail, as elsewhere: the catalogue holds every sentence of every page.
    const texts = await import('@parvis/texts')
    if (head.newsletterId !== null) {
      const letter = await this.newsletters.text(head.newsletterId)
      return (recipient) => letter && letterMail(texts, recipient, letter, this.links(recipient, 'letters'))
    }
    const lines = await this.news.forDigest(batch, head.untilNews ?? '0')
    return (recipient) => {
      const items = lines.get(recipient.accountId)
      return items ? digestMail(texts, recipient, items, this.links(recipient, 'digest')) : null
    }
  }

  private links({ accountId, language }: MailingRecipient, what: 'digest' | 'letters'): Links {
    const at = this.at(language)
    return { at, unsubscribe: at(`/desabonnement/${this.unsubscriptions.tokenFor(accountId, what)}`) }
  }

  private at(language: 'fr' | 'en' | 'nl'): (path: string) => string {
    return (path) => `${this.config.origin}${language === 'fr' ? '' : `/${language}`}${path}`
  }
}
