import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { claimEvents, Claims, phoneOf } from '@parvis/inclusion'
import { Config, Mailer, Outbox, SmsProvider } from '@parvis/platform'

const CALLBACK = '/api/mandates/sms-callback'

/** Tells somebody what was decided of their claim, where they gave an address or a mobile number. Letters and calls are people's work. */
@Injectable()
export class ClaimAnswers implements OnModuleInit {
  constructor(private readonly config: Config, private readonly outbox: Outbox, private readonly claims: Claims, private readonly mailer: Mailer, private readonly sms: SmsProvider) {}

  onModuleInit(): void {
    this.outbox.handle<{ claimId: string }>(claimEvents.decided, async ({ claimId }, { id }) => {
      const letter = await this.claims.letter(claimId)
      if (!letter) return
      const { m } = await import('@parvis/texts')
      const locale = { locale: letter.language }
      const link = `${this.config.origin}${letter.language === 'fr' ? '' : `/${letter.language}`}/recu`
      if (letter.reply === 'email') {
        const body = (letter.outcome === 'accepted' ? m.mail_claim_accepted_body : m.mail_claim_rejected_body)({ code: letter.code, reason: letter.reason, link }, locale)
        await this.mailer.send({ to: letter.to, subject: m.mail_claim_subject({}, locale), body }, id)
      } else {
        const to = phoneOf(letter.to)
        // A fixed line, or no provider: staff call, and the page of the claim says so.
        if (to === null || !this.sms.isSetUp) return
        await this.sms.send({ to, text: m.mail_claim_sms({ code: letter.code, link }, locale), reference: `${claimId}:claim${letter.appeal ? '-appeal' : ''}` }, CALLBACK)
      }
      await this.claims.answered(claimId)
    })
  }
}
