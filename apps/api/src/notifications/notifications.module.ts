import { Module } from '@nestjs/common'
import { ConsultationsModule } from '@parvis/consultations'
import { IdentityModule } from '@parvis/identity'
import { InclusionModule } from '@parvis/inclusion'
import { ClaimAnswers } from './claim-answers'
import { ConsentMessages } from './consent-messages'
import { DeskMails } from './desk-mails'
import { FollowUpMessages } from './follow-up-messages'
import { MailboxController } from './mailbox.controller'
import { MeetingMails } from './meeting-mails'
import { MailWriter } from './mail-writer.service'
import { ManyMails } from './many-mails.service'
import { TogetherMails } from './together-mails'
import { Notifications } from './notifications'

@Module({ imports: [IdentityModule, ConsultationsModule, InclusionModule], controllers: [MailboxController], providers: [Notifications, ClaimAnswers, ConsentMessages, FollowUpMessages, MeetingMails, TogetherMails, MailWriter, ManyMails] }, { imports: [IdentityModule, ConsultationsModule, InclusionModule], controllers: [MailboxController], providers: [Notifications, ConsentMessages, MeetingMails, TogetherMails, DeskMails, MailWriter, ManyMails] })
export class NotificationsModule {}
