import { Module } from '@nestjs/common'
import { IdentityModule } from '@parvis/identity'
import { MailboxController } from './mailbox.controller'
import { Notifications } from './notifications'

@Module({ imports: [IdentityModule], controllers: [MailboxController], providers: [Notifications] })
export class NotificationsModule {}
