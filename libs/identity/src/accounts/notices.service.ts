import { Injectable } from '@nestjs/common'
import { Audit, iso, one, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import type { NoticesChange, NoticesView } from './notices.dto'

/** Which mails an account wants. Consents to letters are written in the journal: since when, and by which door. */
@Injectable()
export class Notices {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit) {}

  read(accountId: string): Promise<NoticesView> {
    return one<NoticesView>(this.dataSource, `
      select digest, letters_at is not null and letters_ended_at is null as letters, ${iso('coalesce(letters_ended_at, letters_at)')} as "lettersAt"
      from identity.account where id = $1`, [accountId])
  }

  async change(accountId: string, { digest, letters }: NoticesChange): Promise<void> {
    await this.dataSource.transaction(async tx => {
      if (digest !== undefined) await tx.query('update identity.account set digest = $2, digest_before = null where id = $1', [accountId, digest])
      if (letters === true) await this.acceptLetters(tx, accountId, 'account')
      if (letters === false) await this.endLetters(tx, accountId, 'account')
    })
  }

  /** @param by the door: `account`, or `link` when an unsubscription is undone; at the sign-up, Accounts writes `sign-up` */
  async acceptLetters(tx: EntityManager, accountId: string, by: string): Promise<boolean> {
    const changed = await touched(tx, `
      update identity.account set letters_at = platform.clock(), letters_ended_at = null where id = $1 and (letters_at is null or letters_ended_at is not null)`, [accountId])
    if (changed > 0) await this.record(tx, accountId, 'letters.accepted', by)
    return changed > 0
  }

  async endLetters(tx: EntityManager, accountId: string, by: string): Promise<boolean> {
    const changed = await touched(tx, 'update identity.account set letters_ended_at = platform.clock() where id = $1 and letters_at is not null and letters_ended_at is null', [accountId])
    if (changed > 0) await this.record(tx, accountId, 'letters.ended', by)
    return changed > 0
  }

  /** No more digests; what was wanted before is kept for `resumeDigest`. */
  async endDigest(tx: EntityManager, accountId: string): Promise<void> {
    await tx.query(`update identity.account set digest_before = digest, digest = 'never' where id = $1 and digest <> 'never'`, [accountId])
  }

  async resumeDigest(tx: EntityManager, accountId: string): Promise<void> {
    await tx.query(`update identity.account set digest = digest_before, digest_before = null where id = $1 and digest = 'never' and digest_before is not null`, [accountId])
  }

  private record(tx: EntityManager, accountId: string, action: string, by: string): Promise<void> {
    return this.audit.append(tx, { actorId: accountId, action, subjectKind: 'account', subjectId: accountId, detail: { by } })
  }
}
