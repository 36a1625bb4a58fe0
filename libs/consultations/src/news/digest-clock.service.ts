import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { Clock, Erasures, Periodic } from '@parvis/platform'
import { Mailings } from '../newsletters/mailings.service'
import { duePeriods } from './digest.rules'

const SECONDS = 60

/** Begins the digest of each period when its hour has come, or as soon as the platform is back. */
@Injectable()
export class DigestClock implements OnModuleInit {
  constructor(private readonly periodic: Periodic, private readonly erasures: Erasures, private readonly clock: Clock, private readonly mailings: Mailings) {}

  onModuleInit(): void {
    this.erasures.register('digests', 6 * 3600, (tx) => this.mailings.sweep(tx))
    this.periodic.every('news.digests', SECONDS, async () => {
      for (const { rhythm, period } of duePeriods((await this.clock.now()).getTime())) await this.mailings.openDigest(rhythm, period)
    })
  }
}
