import { Global, Module } from '@nestjs/common'
import type { DynamicModule, OnModuleInit } from '@nestjs/common'
import { Audit } from './audit/audit'
import { Clock } from './clock'
import { Config } from './config/config'
import { Erasures } from './erasures/erasures'
import { Dispatcher } from './jobs/dispatcher'
import { Periodic } from './jobs/periodic'
import { Workers } from './jobs/workers'
import { Mailer } from './mail/mailer'
import { Outbox } from './outbox/outbox'
import { SmsProvider } from './sms/sms'

const services = [Clock, Audit, Outbox, Periodic, Erasures, Dispatcher, Workers, Mailer, SmsProvider]

/** Everything technical, for every other module without importing it. */
@Global()
@Module({})
export class PlatformModule implements OnModuleInit {
  constructor(private readonly erasures: Erasures, private readonly outbox: Outbox) {}

  static with(config: Config): DynamicModule {
    return {
      module: PlatformModule,
      providers: [{ provide: Config, useValue: config }, ...services],
      exports: [Config, ...services],
    }
  }
  onModuleInit(): void {
    this.erasures.register('jobs', 3600, (tx) => this.outbox.sweep(tx))
  }
}
