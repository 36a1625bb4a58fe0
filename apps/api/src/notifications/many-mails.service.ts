import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { MAILING, Mailings, NEWSLETTER_TEST } from '@parvis/consultations'
import type { MailingHead, MailingRecipient } from '@parvis/consultations'
import { Mailer, MAILS_AT_ONCE, maybe, Outbox } from '@parvis/platform'
import type { Delivery } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { MailWriter } from './mail-writer.service'
import type { Write } from './mail-writer.service'

/**
 * Digests and letters: one job for all the people of a mailing. A batch is taken, written and sent over a few connections,
 * and each mail is marked as soon as the server has it; what a process that died had not sent, the next attempt sends.
 */
@Injectable()
export class ManyMails implements OnModuleInit {
  constructor(
    private readonly outbox: Outbox,
    private readonly mailer: Mailer,
    private readonly mailings: Mailings,
    private readonly writer: MailWriter,
    private readonly dataSource: DataSource,
  ) {}

  onModuleInit(): void {
    this.outbox.handle<{ mailingId: string, turn?: number }>(MAILING, ({ mailingId, turn = 1 }, delivery) => this.deliver(mailingId, turn, delivery), { long: true })
    this.outbox.handle<{ newsletterId: string, accountId: string }>(NEWSLETTER_TEST, async ({ newsletterId, accountId }, { id }) => {
      const reader = await maybe<{ email: string, language: 'fr' | 'en' | 'nl' }>(this.dataSource, 'select email, language from identity.account where id = $1 and disabled_at is null', [accountId])
      const mail = reader && await this.writer.test(newsletterId, reader)
      if (mail) await this.mailer.send(mail, id)
    })
  }

  private async deliver(mailingId: string, turn: number, { attempt, progress, signal }: Delivery): Promise<void> {
    const head = await this.mailings.head(mailingId, turn)
    if (!head) return
    await this.mailings.prepare(head)
    const { done, total } = await this.mailings.progress(head)
    let sent = done
    let put: unknown
    const mark = together((accountIds) => this.mailings.sent(head, accountIds))
    for (let batch = await this.mailings.take(head, attempt); batch.length > 0; batch = await this.mailings.take(head, attempt)) {
      const write = await this.writer.of(head, batch)
      const left = [...batch]
      // A few at once, each with its connection; whoever fails for a while leaves its person to the next attempt.
      const lines = await Promise.allSettled(Array.from({ length: MAILS_AT_ONCE }, async () => {
        for (let recipient = left.shift(); recipient; recipient = left.shift()) {
          signal.throwIfAborted()
          const failure = await this.hand(head, recipient, write, mark)
          if (failure) put ??= failure
          else progress(++sent, total)
          if (isAway(failure)) throw failure
        }
      }))
      const broken = lines.find((line) => line.status === 'rejected')
      if (broken) throw broken.reason
    }
    if (put) throw put instanceof Error ? put : new Error('A mail was put off')
    await this.mailings.end(head)
  }

  /** Sends one and marks it. @returns what went wrong, if it may go better later */
  private async hand(head: MailingHead, recipient: MailingRecipient, write: Write, mark: (accountId: string) => Promise<void>): Promise<unknown> {
    const mail = recipient.wanted ? write(recipient) : null
    if (!mail) {
      await this.mailings.drop(head, recipient, 'unwanted')
      return null
    }
    try {
      await this.mailer.sendOneOfMany(mail, recipient.id)
    } catch (error) {
      if (!isRefusal(error)) return error
      await this.mailings.drop(head, recipient, 'refused')
      return null
    }
    await mark(recipient.accountId)
    return null
  }
}

/**
 * One statement at a time for what several lines hand in: while it is under way the next ones gather. Each line waits for its own mark
 * before it sends again, so a process that dies never leaves more unmarked mails than it has lines.
 */
export function together(write: (ids: readonly string[]) => Promise<void>): (id: string) => Promise<void> {
  let gathering: { ids: string[], done: Promise<void> } | null = null
  let before: Promise<unknown> = Promise.resolve()
  return (id) => {
    if (!gathering) {
      const ids: string[] = []
      const done = before.then(() => {
        gathering = null
        return write(ids)
      })
      before = done.catch(() => {})
      gathering = { ids, done }
    }
    gathering.ids.push(id)
    return gathering.done
  }
}

/** The server wants no mail for this address, now or later. */
const isRefusal = (error: unknown): boolean => {
  const { responseCode, command } = (error ?? {}) as { responseCode?: number, command?: string }
  return responseCode !== undefined && responseCode >= 500 && /^(RCPT TO|DATA)/.test(command ?? '')
}

/** No server: nobody else has better luck now. */
const isAway = (error: unknown): boolean => error !== null && error !== undefined && (error as { responseCode?: number }).responseCode === undefined
