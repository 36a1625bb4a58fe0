import { IsOptional, IsString, MaxLength } from 'class-validator'

export class MailboxQuery {
  /** Address whose mails are wanted; all of them without it. */
  @IsOptional() @IsString() @MaxLength(254)
  to?: string
}

export class MailView {
  id: string
  to: string
  subject: string
  body: string
  /** Of the account it went to; French to anybody else. */
  language: 'fr' | 'en' | 'nl'
  /** ISO 8601. */
  at: string
}
