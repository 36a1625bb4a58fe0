import { Injectable } from '@nestjs/common'
import { Config, DomainError, maybe } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { Notices } from '../accounts/notices.service'
import { readUnsubscription, unsubscriptionToken } from './unsubscription-token'
import type { Unwanted } from './unsubscription-token'
import type { UnsubscriptionView } from './unsubscriptions.dto'

/** Ends mails by the link that each of them holds, without signing in. */
@Injectable()
export class Unsubscriptions {
  constructor(private readonly config: Config, private readonly dataSource: DataSource, private readonly notices: Notices) {}

  tokenFor(accountId: string, what: Unwanted): string {
    return unsubscriptionToken(this.config.masterPepper, accountId, what)
  }

  /** Errors: 404 `unsubscription.unknown`, for a link of an account that is gone too. */
  async read(token: string): Promise<UnsubscriptionView> {
    const { accountId, what } = this.opened(token)
    const found = await maybe<{ wanted: boolean }>(this.dataSource, `
      select ${what === 'digest' ? `digest <> 'never'` : 'letters_at is not null and letters_ended_at is null'} as wanted from identity.account where id = $1`, [accountId])
    if (!found) throw unknown()
    return { what, wanted: found.wanted }
  }

  /** As often as one likes. */
  async end(token: string): Promise<UnsubscriptionView> {
    const { accountId, what } = this.opened(token)
    await this.dataSource.transaction(async tx => {
      if (what === 'digest') await this.notices.endDigest(tx, accountId)
      else await this.notices.endLetters(tx, accountId, 'link')
    })
    return this.read(token)
  }

  /** Gives back what the link ended; consent that was never given does not come by it. */
  async undo(token: string): Promise<UnsubscriptionView> {
    const { accountId, what } = this.opened(token)
    await this.dataSource.transaction(async tx => {
      if (what === 'digest') return this.notices.resumeDigest(tx, accountId)
      const given = await maybe(tx, 'select 1 from identity.account where id = $1 and letters_at is not null', [accountId])
      if (given) await this.notices.acceptLetters(tx, accountId, 'link')
    })
    return this.read(token)
  }

  private opened(token: string): { accountId: string, what: Unwanted } {
    const read = readUnsubscription(this.config.masterPepper, token)
    if (!read) throw unknown()
    return read
  }
}

const unknown = () => new DomainError('unsubscription.unknown', { status: 404 })
