import { Module } from '@nestjs/common'
import { IdentityModule } from '@parvis/identity'
import { AuditController } from './audit.controller'
import { AuditJournal } from './audit.service'

/** Here and not in platform: entries are told with what they are about, whichever library holds it. */
@Module({ imports: [IdentityModule], controllers: [AuditController], providers: [AuditJournal] })
export class AuditModule {}
