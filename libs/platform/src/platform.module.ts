import { Global, Module } from '@nestjs/common'
import type { DynamicModule } from '@nestjs/common'
import { Audit } from './audit/audit'
import { Clock } from './clock'
import { Config } from './config/config'
import { Dispatcher } from './jobs/dispatcher'
import { Periodic } from './jobs/periodic'
import { Mailer } from './mail/mailer'
import { Outbox } from './outbox/outbox'

const services = [Clock, Audit, Outbox, Periodic, Dispatcher, Mailer]

/** Everything technical, for every other module without importing it. */
@Global()
@Module({})
export class PlatformModule {
  static with(config: Config): DynamicModule {
    return {
      module: PlatformModule,
      providers: [{ provide: Config, useValue: config }, ...services],
      exports: [Config, ...services],
    }
  }
}
