import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { meetingEvents, MeetingLetters } from '@parvis/consultations'
import type { AboutRegistration, MeetingLetter } from '@parvis/consultations'
import { Config, Mailer, Outbox } from '@parvis/platform'
import { DateTime } from 'luxon'

type Catalogue = (typeof import('@parvis/texts'))['m']
type Locale = { locale: MeetingLetter['language'] }

/** What a mail says around the facts of the meeting: why it comes, and what can be done. */
type Opening = (letter: MeetingLetter, m: Catalogue, locale: Locale) => string

const REGIONS = { fr: 'fr-FR', en: 'en-GB', nl: 'nl-BE' } as const

/** Mails to people who registered for a meeting. Which registration a mail is about is all that its job knows. */
@Injectable()
export class MeetingMails implements OnModuleInit {
  constructor(private readonly config: Config, private readonly outbox: Outbox, private readonly mailer: Mailer, private readonly letters: MeetingLetters) {}

  onModuleInit(): void {
    this.handle(meetingEvents.registered, ({ state }, m, locale) => state === 'waiting' ? m.mail_meeting_waiting({}, locale) : m.mail_meeting_registered({}, locale))
    this.handle(meetingEvents.movedUp, (_, m, locale) => m.mail_meeting_moved_up({}, locale))
    this.handle(meetingEvents.reminder, (_, m, locale) => m.mail_meeting_reminder({}, locale))
    this.handle(meetingEvents.changeTold, ({ cancelReason }, m, locale) => cancelReason === null ? m.mail_meeting_changed({}, locale) : m.mail_meeting_cancelled({ reason: cancelReason }, locale))
  }

  private handle(kind: string, opening: Opening): void {
    this.outbox.handle<AboutRegistration>(kind, async ({ registrationId }, { id }) => {
      const letter = await this.letters.letter(registrationId)
      // Cancelled since then: nothing is left to say.
      if (!letter || letter.state === 'cancelled') return
      const { m } = await import('@parvis/texts')
      await this.mailer.send({ to: letter.email, ...this.write(letter, opening, m) }, id)
    })
  }

  private write(letter: MeetingLetter, opening: Opening, m: Catalogue): { subject: string, body: string } {
    const { language, title, code, path, startsAt, place, onlineUrl, cancelReason } = letter
    const locale = { locale: language }
    const at = (page: string): string => `${this.config.origin}${language === 'fr' ? '' : `/${language}`}${page}`
    const when = DateTime.fromISO(startsAt, { zone: 'Europe/Paris', locale: REGIONS[language] }).toLocaleString({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' })
    const facts = [title, when, place, ...(cancelReason === null && onlineUrl ? [onlineUrl] : []), at(path)].filter(Boolean).join('\n')
    const closing = cancelReason === null ? m.mail_meeting_code({ code, link: at('/rencontres/inscription') }, locale) : m.mail_meeting_sorry({}, locale)
    return {
      subject: cancelReason === null ? m.mail_meeting_subject({ title }, locale) : m.mail_meeting_cancelled_subject({ title }, locale),
      body: [m.mail_meeting_hello({}, locale), opening(letter, m, locale), facts, closing, m.mail_meeting_signature({}, locale)].join('\n\n'),
    }
  }
}
