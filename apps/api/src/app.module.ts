import { Module } from '@nestjs/common'
import type { DynamicModule } from '@nestjs/common'
import { PassportModule } from '@nestjs/passport'
import { TypeOrmModule } from '@nestjs/typeorm'
import { ConsultationsModule } from '@parvis/consultations'
import { IdentityModule } from '@parvis/identity'
import { InclusionModule } from '@parvis/inclusion'
import { OpenDataModule } from '@parvis/open-data'
import { Config, PlatformModule } from '@parvis/platform'
import { AuditModule } from './audit/audit.module'
import { applicationOptions } from './data-source'
import { ErasuresModule } from './erasures/erasures.module'
import { InclusionFactsModule } from './inclusion-facts.module'
import { JobsModule } from './jobs/jobs.module'
import { NotificationsModule } from './notifications/notifications.module'
import { PaperPrinterModule } from './paper-kits/paper-printer.module'
import { StatusController } from './status/status.controller'

/** The libs, put together. */
@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        TypeOrmModule.forRoot({ ...applicationOptions(config), autoLoadEntities: true, retryAttempts: 1, retryDelay: 0 }),
        PassportModule,
        PlatformModule.with(config),
        IdentityModule,
        InclusionFactsModule,
        PaperPrinterModule,
        ConsultationsModule,
        InclusionModule,
        OpenDataModule,
        NotificationsModule,
        JobsModule,
        AuditModule,
        ErasuresModule,
      ],
      controllers: [StatusController],
    }
  }
}
