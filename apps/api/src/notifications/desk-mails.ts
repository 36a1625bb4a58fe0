import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import type { Language } from '@parvis/identity'
import { alertEvents, appointmentEvents, Appointments, quotaEvents } from '@parvis/inclusion'
import { Config, Mailer, maybe, Outbox } from '@parvis/platform'
import { DateTime } from 'luxon'
import { DataSource } from 'typeorm'

const REGIONS = { fr: 'fr-FR', en: 'en-GB', nl: 'nl-BE' } as const

interface Reader {
  email: string
  language: Language
}

/** Mails about the day of a desk: to who booked an hour, to a mediator who is asked something, to those who may give more visits. */
@Injectable()
export class DeskMails implements OnModuleInit {
  constructor(private readonly config: Config, private readonly dataSource: DataSource, private readonly outbox: Outbox, private readonly mailer: Mailer, private readonly appointments: Appointments) {}

  onModuleInit(): void {
    const at = (language: Language, path: string): string => `${this.config.origin}${language === 'fr' ? '' : `/${language}`}${path}`
    for (const [event, closed] of [[appointmentEvents.booked, false], [appointmentEvents.closed, true]] as const) {
      this.outbox.handle<{ appointmentId: string }>(event, async ({ appointmentId }, { id }) => {
        const letter = await this.appointments.letter(appointmentId, closed)
        if (!letter) return
        const { m } = await import('@parvis/texts')
        const { email, language, centre, address, code, slug, day, starts } = letter
        const locale = { locale: language }
        const facts = { centre, address, code, when: DateTime.fromISO(`${day}T${starts}`, { zone: 'Europe/Paris', locale: REGIONS[language] }).toLocaleString({ weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' }) }
        await this.mailer.send(closed
          ? { to: email, subject: m.mail_appointment_closed_subject({ centre }, locale), body: m.mail_appointment_closed_body({ ...facts, link: at(language, `/centres/${slug}/rendez-vous`) }, locale) }
          : { to: email, subject: m.mail_appointment_booked_subject({ centre }, locale), body: m.mail_appointment_booked_body({ ...facts, link: at(language, '/rendez-vous') }, locale) }, id)
      })
    }
    this.outbox.handle<{ alertId: string }>(alertEvents.asked, async ({ alertId }, { id }) => {
      const to = await maybe<Reader & { centre: string }>(this.dataSource, `
        select a.email, a.language, c.name as centre from inclusion.pace_alert l join identity.account a on a.id = l.account_id and a.disabled_at is null join inclusion.centre c on c.id = l.centre_id where l.id = $1 and l.state = 'TO_EXPLAIN'`, [alertId])
      if (!to) return
      const { m } = await import('@parvis/texts')
      const locale = { locale: to.language }
      await this.mailer.send({ to: to.email, subject: m.mail_alert_asked_subject({}, locale), body: m.mail_alert_asked_body({ centre: to.centre, link: at(to.language, '/mediation/alertes') }, locale) }, id)
    })
    this.outbox.handle<{ liftId: string, accountId: string }>(quotaEvents.liftAsked, async ({ liftId, accountId }, { id }) => {
      const to = await maybe<Reader & { centre: string }>(this.dataSource, `
        select a.email, a.language, c.name as centre from inclusion.quota_lift l join inclusion.centre c on c.id = l.centre_id join identity.account a on a.id = $2 and a.disabled_at is null where l.id = $1 and l.state = 'asked'`, [liftId, accountId])
      if (!to) return
      const { m } = await import('@parvis/texts')
      const locale = { locale: to.language }
      await this.mailer.send({ to: to.email, subject: m.mail_quota_asked_subject({ centre: to.centre }, locale), body: m.mail_quota_asked_body({ centre: to.centre, link: at(to.language, '/gestion/alertes') }, locale) }, id)
    })
  }
}
