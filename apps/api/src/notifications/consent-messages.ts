import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { consentEvents, ConsentRequests, phoneEvents, PhoneReceipts } from '@parvis/inclusion'
import { Config, Outbox, SmsProvider } from '@parvis/platform'
import { DateTime } from 'luxon'

interface AboutRequest {
  requestId: string
}

const REGIONS = { fr: 'fr-FR', en: 'en-GB', nl: 'nl-BE' } as const
const CALLBACK = '/api/mandates/sms-callback'

/** The two SMS that ask somebody far away for their agreement, and the one that brings a receipt of the telephone. Which row they are about is all that their jobs know. */
@Injectable()
export class ConsentMessages implements OnModuleInit {
  constructor(private readonly outbox: Outbox, private readonly requests: ConsentRequests, private readonly receipts: PhoneReceipts, private readonly provider: SmsProvider, private readonly config: Config) {}

  onModuleInit(): void {
    this.outbox.handle<AboutRequest>(consentEvents.recapWanted, async ({ requestId }) => {
      if (await this.send(requestId, 'recap')) await this.requests.recapSent(requestId)
    })
    this.outbox.handle<AboutRequest>(consentEvents.questionWanted, async ({ requestId }) => {
      await this.send(requestId, 'question')
    })
    this.outbox.handle<{ visitId: string }>(phoneEvents.receiptWanted, async ({ visitId }) => {
      const letter = await this.receipts.letter(visitId)
      if (!letter) return
      const { m } = await import('@parvis/texts')
      const text = m.mail_phone_receipt({ consultation: letter.consultation, codes: letter.codes.join(', '), url: `${this.config.origin}/recu` }, { locale: 'fr' })
      await this.provider.send({ to: letter.to, text, reference: `${visitId}:receipt` }, CALLBACK)
      await this.receipts.texted(visitId)
    })
  }

  /** @returns whether there still was something to send */
  private async send(requestId: string, kind: 'recap' | 'question'): Promise<boolean> {
    const letter = await this.requests.letter(requestId, kind)
    // Answered, closed or ended since then.
    if (!letter) return false
    const { m } = await import('@parvis/texts')
    const language = letter.language === 'en' || letter.language === 'nl' ? letter.language : 'fr'
    const date = DateTime.fromISO(letter.expiresOn, { locale: REGIONS[language] }).toLocaleString({ day: 'numeric', month: 'long', year: 'numeric' })
    const text = kind === 'recap'
      ? m.mail_consent_recap({ organisation: letter.organisation, consultations: letter.consultations.join(', '), date }, { locale: language })
      : m.mail_consent_question({}, { locale: language })
    await this.provider.send({ to: letter.to, text, reference: `${requestId}:${kind}` }, CALLBACK)
    return true
  }
}
