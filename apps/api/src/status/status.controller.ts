import { Controller, Get, Header, StreamableFile } from '@nestjs/common'
import { Public } from '@parvis/identity'
import { Clock, DomainError } from '@parvis/platform'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { DataSource } from 'typeorm'
import { isMigrated } from '../start-up/checks'
import { isStopping } from '../start-up/process'
import { readMetrics } from './metrics'
import { ClockView, StatusView } from './status.dto'

const openapi = join(__dirname, '../../../../libs/api-client/openapi.json')

/** For those who run the platform, and for those who write programs for it. */
@Controller()
export class StatusController {
  constructor(private readonly dataSource: DataSource, private readonly clock: Clock) {}

  /** The process answers. */
  @Public() @Get('health')
  health(): StatusView {
    return { status: 'ok' }
  }

  /** It can do its work: the database answers and is migrated, and it is not about to stop. Errors: 503. */
  @Public() @Get('ready')
  async ready(): Promise<StatusView> {
    if (isStopping()) throw new DomainError('service.stopping', { status: 503, detail: 'This process is about to stop' })
    if (!await isMigrated(this.dataSource, { orLater: true })) throw new DomainError('service.not-migrated', { status: 503, detail: 'The database is not migrated to this version' })
    return { status: 'ok' }
  }

  /** Counts and durations for Prometheus. Not under /api: the site relays it to nobody. */
  @Public() @Get('metrics') @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return readMetrics(this.dataSource)
  }

  /** What time it is for phases and deadlines: pages that say how long something lasts ask here, never their own clock. */
  @Public() @Get('clock') @Header('cache-control', 'no-store')
  async time(): Promise<ClockView> {
    return { now: (await this.clock.now()).toISOString() }
  }

  /** The description of this interface. */
  @Public() @Get('openapi.json') @Header('content-type', 'application/json; charset=utf-8')
  openapi(): StreamableFile {
    return new StreamableFile(createReadStream(openapi))
  }
}
