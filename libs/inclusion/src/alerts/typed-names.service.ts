import { Injectable } from '@nestjs/common'
import { ParticipantKeyring } from '@parvis/consultations'
import type { Actor, CivilStatusGiven } from '@parvis/identity'
import { Config, one, Sealed } from '@parvis/platform'
import type { EntityManager } from 'typeorm'
import { bytesOf, marksOf, withTyped } from './typed-names.rules'

interface Row {
  day: string
  typed: number
  inOrder: number
  longestOrder: number
  sameDate: number
  lastSurname: Buffer | null
  marks: Buffer | null
}

/**
 * Whether names follow one another as on a list, at a desk, before a kiosk or from envelopes: the only moment at which somebody's name is
 * known is when it is typed. What is kept says nothing of who took part, nor in what, and goes with the day.
 */
@Injectable()
export class TypedNames {
  private readonly sealed: Sealed

  constructor(private readonly keyring: ParticipantKeyring, config: Config) {
    this.sealed = new Sealed(config, 'typed-names/v1')
  }

  /** Two people typed at once are noted one after the other. */
  async note(tx: EntityManager, { accountId }: Actor, centreId: string, person: CivilStatusGiven): Promise<void> {
    await tx.query('insert into inclusion.desk_pace (account_id, centre_id) values ($1, $2) on conflict do nothing', [accountId, centreId])
    const row = await one<Row>(tx, `
      select day::text, typed, in_order as "inOrder", longest_order as "longestOrder", same_date as "sameDate", last_surname as "lastSurname", marks
      from inclusion.desk_pace where account_id = $1 and centre_id = $2 and day = platform.today() for update`, [accountId, centreId])
    const scope = `${accountId} ${centreId} ${row.day}`
    const before = { ...row, last: row.lastSurname === null ? '' : this.sealed.open(row.lastSurname, scope), marks: marksOf(row.marks) }
    const after = withTyped(before, this.keyring.typedIn(scope, person))
    if (after === before) return
    await tx.query(`
      update inclusion.desk_pace set typed = $3, in_order = $4, longest_order = $5, same_date = $6, last_surname = $7, marks = $8 where account_id = $1 and centre_id = $2 and day = $9`,
    [accountId, centreId, after.typed, after.inOrder, after.longestOrder, after.sameDate, this.sealed.seal(after.last, scope), bytesOf(after.marks), row.day])
  }
}
