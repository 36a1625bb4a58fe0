import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { followUpEvents, FollowUps, phoneOf } from '@parvis/inclusion'
import { Config, Outbox, SmsProvider } from '@parvis/platform'
import { DataSource } from 'typeorm'

const CALLBACK = '/api/mandates/sms-callback'

/** One SMS that says what became of it, and where to read it: never a choice. The provider knows its reference and sends nothing twice. */
@Injectable()
export class FollowUpMessages implements OnModuleInit {
  constructor(private readonly config: Config, private readonly dataSource: DataSource, private readonly outbox: Outbox, private readonly followUps: FollowUps, private readonly provider: SmsProvider) {}

  onModuleInit(): void {
    this.outbox.handle<{ followUpId: string }>(followUpEvents.smsWanted, async ({ followUpId }) => {
      const sms = await this.followUps.sms(followUpId)
      const to = sms && phoneOf(sms.to)
      if (!sms || !to) return
      const { m } = await import('@parvis/texts')
      const link = `${this.config.origin}${sms.language === 'fr' ? '' : `/${sms.language}`}/consultations/${sms.subject.slug}${sms.subject.proposal === null ? sms.outcome === 'results' ? '/resultats' : '' : `/propositions/${sms.subject.proposal}`}`
      const text = { results: m.mail_follow_up_results, questionnaire: m.mail_follow_up_results, answer: m.mail_follow_up_answer, withdrawn: m.mail_follow_up_withdrawn, over: m.mail_follow_up_over }[sms.outcome]
      await this.provider.send({ to, text: text({ title: sms.subject.title.slice(0, 80), link }, { locale: sms.language }), reference: `${followUpId}:follow-up` }, CALLBACK)
      await this.followUps.told(this.dataSource, [followUpId])
    })
  }
}
